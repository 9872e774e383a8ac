import { Button } from '@mantine/core';
import { answered, api } from '../../api/client.ts';
import type { Source } from '../../api/types.ts';
import { Empty, Failed, Waiting } from '../../list/ListStates.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import { ClickJudgement } from './ClickJudgement.tsx';
import type { Field } from './draft.ts';
import classes from './file.module.css';
import type { ContactFile } from './queries.ts';

const load = async (number: string, cursor: string | undefined) =>
  await answered(
    api.GET('/api/contacts/{number}/timeline', {
      params: { path: { number }, query: cursor === undefined ? {} : { cursor } },
    }),
  );
type Event = Awaited<ReturnType<typeof load>>['items'][number];

/** What happened to a contact and was done to its file, the newest first; what counts for the recency says so. */
export function History({ file }: { file: ContactFile }) {
  const { page } = usePageWords();
  const words = page.file;
  const list = useSlices(['contact', file.number, 'timeline'], ({ cursor }) => load(file.number, cursor));
  if (list.loading) return <Waiting />;
  if (list.error && list.rows.length === 0)
    return <Failed title={words.tabs.history} error={list.error} retry={list.retry} />;
  if (list.rows.length === 0) return <Empty title={words.history.empty} />;
  return (
    <section aria-label={words.tabs.history}>
      {file.hidden.orders.count > 0 && (
        <p className={classes.quiet}>
          {words.hiddenOrders(file.hidden.orders.count, file.hidden.orders.more)}
        </p>
      )}
      <ol className={classes.plain}>
        {list.rows.map((event) => (
          <OneEvent key={`${event.kind} ${event.id}`} event={event} />
        ))}
      </ol>
      {list.hasMore && (
        <Button variant="default" mt="md" loading={list.loadingMore} onClick={list.loadMore}>
          {words.history.more}
        </Button>
      )}
    </section>
  );
}

/** Kinds that are activity where they count, so that it is said where one does not. */
const ACTIVITIES = ['click', 'criterion', 'authorisation'];

function OneEvent({ event }: { event: Event }) {
  const { page, format } = usePageWords();
  const words = page.file.history;
  const sentence = useSentence();
  const when = event.at === null ? format.day(event.day) : format.instant(event.at);
  const by = event.by === 'customer' ? page.tracking.byCustomer : event.by && words.by[event.by];
  const facts = [
    event.organisation,
    event.by === null ? null : (by ?? words.byOperator(event.by)),
    event.source !== null ? words.counts : ACTIVITIES.includes(event.kind) ? words.notCounted : null,
    useWhy(event),
  ].filter(Boolean);
  return (
    <li className={classes.event}>
      <time dateTime={event.at ?? event.day}>{when}</time>
      <span className={classes.what}>
        {sentence(event)}
        {facts.length > 0 && <small>{facts.join(' · ')}</small>}
        {event.kind === 'click' && (
          <ClickJudgement click={event.id} counts={event.source !== null} when={when} />
        )}
      </span>
    </li>
  );
}

/** Why a click does not count, or that somebody decided that it does (R32). */
function useWhy({ kind, source, detail }: Event): string | null {
  const { page } = usePageWords();
  const words = page.tracking;
  if (kind !== 'click') return null;
  if (source !== null) return detail.reclassified ? words.decided : null;
  return words.why[detail.uncounted ?? ''] ?? null;
}

/** What happened, in a sentence. */
function useSentence() {
  const { page, say } = usePageWords();
  const { history: words, authorisations, answers, fields } = page.file;
  const answer = (value: string | null | undefined) => answers[value ?? 'none'] ?? String(value);
  return ({ kind, source, detail }: Event): string => {
    const text = (name: string) => detail[name] ?? '';
    switch (kind) {
      case 'creation':
        return words.creation;
      case 'order':
        return words.order(say.sources[source as Source], text('order'));
      case 'attendance':
        return words.attendance(say.sources[source as Source], text('order'));
      case 'waiting-list':
        return words.waitingList(text('name'));
      case 'click':
        return detail.answer && detail.name
          ? page.tracking.answered(detail.name)
          : words.click(detail.name ?? null);
      case 'criterion':
        return words.criterion(text('name'), detail.before ?? null, detail.after ?? null);
      case 'authorisation':
        return words.authorisation(
          authorisations[text('name')] ?? text('name'),
          answer(detail.before),
          answer(detail.after),
        );
      case 'restricted':
        return words.restricted(text('reason'));
      case 'lifted':
        return words.lifted(text('reason'));
      case 'edit':
        if (detail.action === 'contact.edit') {
          return words.edited(
            text('fields')
              .split(',')
              .map((field) => fields[field as Field] ?? field)
              .join(', '),
          );
        }
        if (detail.action === 'contact.create') return words.created;
        return (
          page.file.did[text('action')] ??
          page.requests.did[text('action')] ??
          page.tracking.did[text('action')] ??
          words.other(text('action'))
        );
    }
  };
}
