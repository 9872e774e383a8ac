import { Button } from '@mantine/core';
import { answered, api } from '../../api/client.ts';
import { Empty, Failed, Waiting } from '../../list/ListStates.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import type { Field } from './draft.ts';
import classes from './file.module.css';
import type { ContactFile } from './queries.ts';

const load = async (number: string, cursor: string | undefined) =>
  await answered(
    api.GET('/api/contacts/{number}/audit', {
      params: { path: { number }, query: cursor === undefined ? {} : { cursor } },
    }),
  );

/** Who opened the file and who changed what in it. */
export function Accesses({ file }: { file: ContactFile }) {
  const { page, format } = usePageWords();
  const words = page.file.access;
  const { history, fields } = page.file;
  const list = useSlices(['contact', file.number, 'audit'], ({ cursor }) => load(file.number, cursor));
  const title = page.file.tabs.access;
  if (list.loading) return <Waiting />;
  if (list.error && list.rows.length === 0)
    return <Failed title={title} error={list.error} retry={list.retry} />;
  if (list.rows.length === 0) return <Empty title={words.empty} />;
  const did = (action: string, changed: string[]) => {
    if (action === 'open') return words.open;
    if (action === 'contact.create') return history.created;
    if (action === 'contact.edit')
      return history.edited(changed.map((field) => fields[field as Field] ?? field).join(', '));
    if (action === 'contact.restrict') return words.restricted;
    if (action === 'contact.lift-restriction') return words.lifted;
    return page.file.did[action] ?? page.requests.did[action] ?? history.other(action);
  };
  return (
    <section aria-label={title}>
      <p className={classes.quiet}>{words.about}</p>
      <ol className={classes.plain}>
        {list.rows.map(({ at, by, action, fields: changed }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike in all
          <li key={index} className={classes.event}>
            <time dateTime={at}>{format.instant(at)}</time>
            <span className={classes.what}>
              <strong>{history.by[by] ?? by}</strong> · {did(action, changed)}
            </span>
          </li>
        ))}
      </ol>
      {list.hasMore && (
        <Button variant="default" mt="md" loading={list.loadingMore} onClick={list.loadMore}>
          {words.more}
        </Button>
      )}
    </section>
  );
}
