import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { LeaveForm } from './LeaveForm.tsx';
import { LinkToCopy } from './LinkToCopy.tsx';
import { STATE_COLOURS } from './OperatorsPage.tsx';
import { type MadeLink, operatorQuery, type StaffMember } from './queries.ts';
import { RightsFields } from './RightsFields.tsx';

/** An operator: what they may do, how they come in, and the way out. */
export function OperatorPage() {
  const { operator: number } = useParams({ from: '/frame/settings/operators/$operator' });
  const { page, say, format } = usePageWords();
  const words = page.operators;
  const { operator: me } = useSession();
  const { data, error } = useQuery(operatorQuery(Number(number)));
  const isHere = data !== undefined && data.state !== 'left';
  const ways = [
    data?.hasPassword ? words.ways.password : undefined,
    data?.singleSignOn ? words.ways.singleSignOn : undefined,
  ].filter((way) => way !== undefined);
  return (
    <Page
      title={data === undefined ? words.title : (data.name ?? data.email ?? words.former(data.id))}
      crumbs={[{ label: words.back, href: addresses.operators }]}
      loading={data === undefined && error === null}
      error={error}
    >
      {data !== undefined && (
        <Stack gap="xl" maw={640}>
          <Facts
            facts={[
              [
                words.state,
                <Badge key="state" variant="light" color={STATE_COLOURS[data.state]}>
                  {words.states[data.state]}
                </Badge>,
              ],
              [words.email, data.email],
              [words.profile, isHere ? undefined : say.profiles[data.profile]],
              [words.signsInBy, isHere ? format.list(ways.length > 0 ? ways : [words.ways.none]) : undefined],
              [
                words.secondFactor,
                isHere ? words.secondFactors[data.secondFactor ? 'yes' : 'no'] : undefined,
              ],
              [
                words.lastSignIn,
                data.lastSignInAt === null ? words.never : format.instant(data.lastSignInAt),
              ],
              [words.sessions, isHere ? words.sessionsNow(data.sessions) : undefined],
              [words.since, format.day(data.createdAt)],
            ]}
          />
          {!isHere && <Text>{words.hasLeft}</Text>}
          {isHere && <RightsForm key={JSON.stringify([data.profile, data.organisations])} member={data} />}
          {isHere && data.id === me.id && <Text>{words.oneself}</Text>}
          {isHere && data.id !== me.id && <Access member={data} />}
          {isHere && data.id !== me.id && <LeaveForm member={data} />}
        </Stack>
      )}
    </Page>
  );
}

function RightsForm({ member }: { member: StaffMember }) {
  const { page, say } = usePageWords();
  const words = page.operators;
  const queries = useQueryClient();
  const [rights, setRights] = useState({ profile: member.profile, organisations: member.organisations });
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/operators/{operator}', { params: { path: { operator: member.id } }, body: rights }),
      ),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['operators'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{words.rights}</Title>
        <Text c="dimmed" size="sm">
          {words.rightsHint}
        </Text>
        <RightsFields rights={rights} onChange={setRights} />
        <Refusal error={save.error} />
        <div>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

type Act = 'enable' | 'disable' | 'sign-out' | 'reset-second-factor';

function Access({ member }: { member: StaffMember }) {
  const { page, say } = usePageWords();
  const words = page.operators;
  const queries = useQueryClient();
  const [made, setMade] = useState<MadeLink>();
  const params = { path: { operator: member.id } };
  const refresh = () => queries.invalidateQueries({ queryKey: ['operators'] });
  const link = useMutation({
    mutationFn: () => answered(api.POST('/api/operators/{operator}/link', { params })),
    onSuccess: setMade,
  });
  const act = useMutation({
    mutationFn: (what: Act) => answered(api.POST(`/api/operators/{operator}/${what}`, { params })),
    onSuccess: async () => {
      notifications.show({ message: words.done, closeButtonProps: { 'aria-label': say.common.close } });
      await refresh();
    },
  });
  const button = (what: Act, label: string) => (
    <Button
      variant="default"
      loading={act.isPending && act.variables === what}
      onClick={() => act.mutate(what)}
    >
      {label}
    </Button>
  );
  const { state } = member;
  return (
    <Stack gap="sm">
      <Title order={2}>{words.access}</Title>
      <Group gap="sm">
        {state !== 'disabled' && (
          <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
            {state === 'invited' ? words.newInvitation : words.newPassword}
          </Button>
        )}
        {state === 'locked' && button('enable', words.unlock)}
        {member.sessions > 0 && button('sign-out', words.signOut)}
        {member.secondFactor && button('reset-second-factor', words.resetSecondFactor)}
        {state === 'disabled' ? button('enable', words.enable) : button('disable', words.disable)}
      </Group>
      {state !== 'disabled' && (
        <Text c="dimmed" size="sm">
          {words.disableHint}
        </Text>
      )}
      <Refusal error={link.error ?? act.error} />
      {made !== undefined && <LinkToCopy made={made} />}
    </Stack>
  );
}
