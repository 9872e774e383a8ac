import { answered, api } from '../../api/client.ts';

/** The file goes as it is. */
const asCsv = (file: File) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'content-type': 'text/csv' },
});

export const previewUpdate = async (file: File) =>
  await answered(api.POST('/api/contacts/bulk/preview', asCsv(file)));

export type Preview = Awaited<ReturnType<typeof previewUpdate>>;

/** @param fingerprint of the preview: what was shown is what is done */
export const applyUpdate = async (file: File, fingerprint: string) =>
  await answered(
    api.POST('/api/contacts/bulk/apply', {
      ...asCsv(file),
      params: { header: { 'if-match': fingerprint } },
    }),
  );

export const simulateSelection = async (numbers: string, notify: boolean) =>
  await answered(api.POST('/api/contacts/bulk/erasure', { body: { numbers, notify } }));
