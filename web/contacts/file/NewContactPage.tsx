import { Alert, Button, Checkbox, Group, Radio, SegmentedControl, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { ContactFields } from './ContactFields.tsx';
import { changedFields, EMPTY, sentValue } from './draft.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import type { ContactFile } from './queries.ts';
import { fieldId, refusedFields } from './refused.ts';

/** A contact is written down; on the word of somebody else only with the notice to inform that person (R19). */
export function NewContactPage() {
  const { page, say } = usePageWords();
  const words = page.file.create;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<ContactFile['kind']>('individual');
  const [typed, setTyped] = useState(EMPTY);
  const [givenBy, setGivenBy] = useState<'person' | 'somebody-else'>('person');
  const [noticeRead, setNoticeRead] = useState(false);
  const [tried, setTried] = useState(false);
  const left = useRef(false);
  const person = kind !== 'structure';
  const needsNotice = person && givenBy === 'somebody-else';

  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/contacts', {
          body: {
            kind,
            givenBy,
            noticeRead,
            fields: Object.fromEntries(
              changedFields(EMPTY, typed)
                .filter((field) => field !== 'structure' || kind === 'relay')
                .map((field) => [field, sentValue(typed, field)]),
            ) as never,
          },
        }),
      ),
    onSuccess: async ({ number }) => {
      left.current = true;
      await queries.invalidateQueries({ queryKey: ['contacts'] });
      notifications.show({
        message: words.created(number),
        closeButtonProps: { 'aria-label': say.common.close },
      });
      await navigate({ to: addresses.contact, params: { number } });
    },
    onError: (error) => {
      const [first] = refusedFields(error);
      if (first !== undefined) document.getElementById(fieldId(first))?.focus();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!needsNotice || noticeRead) create.mutate();
  };
  return (
    <Page title={words.title} crumbs={[{ label: page.contacts.title, href: addresses.contacts }]}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg" maw={760}>
          <div>
            <Text fw={500} size="sm" mb={4} id="new-kind">
              {words.kind}
            </Text>
            <SegmentedControl
              aria-labelledby="new-kind"
              data={(['individual', 'structure', 'relay'] as const).map((value) => ({
                value,
                label: say.kinds[value],
              }))}
              value={kind}
              onChange={(chosen) => setKind(chosen as ContactFile['kind'])}
            />
          </div>
          <ContactFields
            kind={kind}
            draft={typed}
            wrong={refusedFields(create.error)}
            onChange={(part) => setTyped((before) => ({ ...before, ...part }))}
          />
          {person && (
            <Radio.Group
              label={words.givenBy}
              value={givenBy}
              onChange={(who) => setGivenBy(who as typeof givenBy)}
            >
              <Group mt="xs">
                <Radio value="person" label={words.person} />
                <Radio value="somebody-else" label={words.somebodyElse} />
              </Group>
            </Radio.Group>
          )}
          {needsNotice && (
            <Alert color="rope" variant="light" title={words.noticeTitle} role="note">
              <Stack gap="sm">
                <Text>{words.notice}</Text>
                <Checkbox
                  label={words.noticeRead}
                  checked={noticeRead}
                  error={tried && !noticeRead ? words.noticeNeeded : undefined}
                  onChange={({ currentTarget }) => setNoticeRead(currentTarget.checked)}
                />
              </Stack>
            </Alert>
          )}
          <Refusal error={create.error} />
          <Group>
            <Button type="submit" color="rope" loading={create.isPending}>
              {words.save}
            </Button>
            <Button variant="default" onClick={() => navigate({ to: addresses.contacts })}>
              {say.common.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard unsaved={() => !left.current && changedFields(EMPTY, typed).length > 0} />
    </Page>
  );
}
