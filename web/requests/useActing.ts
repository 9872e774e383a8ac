import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Does something about a request; what shows requests is asked again. */
export function useActing<Input>(act: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['requests'] }),
        queries.invalidateQueries({ queryKey: ['home'] }),
      ]);
    },
  });
}
