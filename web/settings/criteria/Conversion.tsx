import { Button, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { Criterion } from './queries.ts';

interface Wanted {
  criterion: number;
  type: Criterion['type'];
  choices: string[];
}

/** Asks what would become of the values that contacts have; nothing is changed. */
export const conversionQuery = ({ criterion, type, choices }: Wanted) => ({
  queryKey: ['criteria', criterion, 'conversion', type, choices],
  // asked anew each time: it is what somebody decides by
  staleTime: 0,
  gcTime: 0,
  queryFn: () =>
    answered(
      api.POST('/api/criteria/{criterion}/conversion', {
        params: { path: { criterion } },
        body: { type, choices },
      }),
    ),
});

const SHOWN = 20;

/** Before a criterion gets another type: which values change their form, and which would not fit. */
export function Conversion(wanted: Wanted) {
  const { page } = usePageWords();
  const words = page.criteria;
  const [asked, setAsked] = useState(false);
  const { data, error, isFetching } = useQuery({ ...conversionQuery(wanted), enabled: asked });
  return (
    <Stack gap="xs">
      <div>
        <Button variant="default" size="xs" loading={isFetching} onClick={() => setAsked(true)}>
          {words.check}
        </Button>
      </div>
      <Refusal error={error} />
      {data !== undefined && (
        <div role="status">
          <Text>{words.affected(data.contacts)}</Text>
          <List size="sm">
            {data.unfit.slice(0, SHOWN).map(({ value, contacts }) => (
              <List.Item key={value}>
                <Text span c="red">
                  {words.unfit(value, contacts)}
                </Text>
              </List.Item>
            ))}
            {data.converted.slice(0, SHOWN).map(({ from, to, contacts }) => (
              <List.Item key={from}>{words.converts(from, to, contacts)}</List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  );
}
