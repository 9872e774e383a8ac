import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { Waiting } from '../../list/ListStates.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { CriterionField, spoken } from './CriterionField.tsx';
import { History, useTold } from './History.tsx';
import classes from './Panel.module.css';
import { type ContactCriteria, criteriaOfQuery } from './queries.ts';
import { RequestFields, type Way } from './RequestFields.tsx';
import { useRecording } from './useRecording.ts';

/** What is known of a contact by the criteria of the institution, and recording what it says of itself. */
export function CriteriaPanel({ number }: { number: string }) {
  const { page } = usePageWords();
  const { data, error } = useQuery(criteriaOfQuery(number));
  return (
    <section>
      <Title order={2} mb="sm">
        {page.criteria.title}
      </Title>
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Refusal error={error} />
        )
      ) : (
        <Values number={number} data={data} />
      )}
    </section>
  );
}

function Values({ number, data }: { number: string; data: ContactCriteria }) {
  const { page, format } = usePageWords();
  const words = page.criteria;
  const { may } = useSession();
  const told = useTold();
  const current = new Map(data.items.map(({ id, value }) => [String(id), value]));
  const draft = useRecording<string | null, Way | null>(
    number,
    { version: data.version, current },
    (version, values, way) =>
      answered(
        api.POST('/api/contacts/{number}/criteria', {
          params: { path: { number } },
          body: {
            version,
            changes: [...values].map(([id, value]) => ({ criterionId: Number(id), value })),
            request: way === null ? null : { way },
          },
        }),
      ),
  );
  if (data.items.length === 0) return <Text c="dimmed">{words.noneOfContact}</Text>;
  const criterionOf = new Map(data.items.map((criterion) => [criterion.id, criterion]));
  return (
    <Stack gap="md">
      <div className={classes.rows}>
        {data.items.map((criterion) => {
          const key = String(criterion.id);
          const value = draft.valueOf(key) ?? null;
          const last = data.history.find(({ criterionId }) => criterionId === criterion.id);
          return (
            <div key={key} className={`${classes.row} ${draft.isChanged(key) ? classes.changed : ''}`}>
              <span className={classes.name}>
                {criterion.name}
                {criterion.organisation !== null && (
                  <Text span size="sm" c="dimmed">
                    {' '}
                    · {criterion.organisation.name}
                  </Text>
                )}
              </span>
              {may('consent.record') && criterion.state === 'active' ? (
                <CriterionField criterion={criterion} value={value} onChange={(one) => draft.set(key, one)} />
              ) : (
                <span>{spoken(criterion, value, { words, format })}</span>
              )}
              <span className={classes.last}>{last && told(last)}</span>
            </div>
          );
        })}
      </div>
      {draft.changes > 0 && (
        <RequestFields
          changes={draft.changes}
          own={page.consent.ownKnowledge}
          onSave={draft.save}
          onDiscard={draft.discard}
          saving={draft.saving}
          error={draft.error}
        />
      )}
      <details>
        <summary>{page.consent.history}</summary>
        <Stack gap="md" mt="sm">
          <History
            events={data.history.filter(({ criterionId }) => criterionOf.has(criterionId))}
            render={({ criterionId, before, after }) => {
              const criterion = criterionOf.get(criterionId);
              if (criterion === undefined) return null;
              const say = (value: string | null) => spoken(criterion, value, { words, format });
              return (
                <Text>
                  <strong>{criterion.name}</strong> {page.consent.from(say(before), say(after))}
                </Text>
              );
            }}
          />
        </Stack>
      </details>
    </Stack>
  );
}
