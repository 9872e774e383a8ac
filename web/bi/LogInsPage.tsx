import { Alert, Button, CopyButton, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { SettingsPages } from '../settings/SettingsPages.tsx';
import { usePageWords } from '../words/pages.ts';
import { ExportLimit } from './ExportLimit.tsx';
import { logInsQuery } from './queries.ts';

interface Made {
  logIn: string;
  password: string;
}

/** The log-ins of outside BI tools: made, shown once, given another password, taken back; and how much an export holds (R20). */
export function LogInsPage() {
  const { page, say, format } = usePageWords();
  const words = page.bi.logIns;
  const { may } = useSession();
  const { data, error } = useQuery({ ...logInsQuery, enabled: may('bi.log-ins') });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<{ logIn: string; name: string }>();
  const [made, setMade] = useState<Made>();
  const rotate = useMutation({
    mutationFn: async (logIn: string) => {
      const path = { params: { path: { logIn } } };
      const { password } = await answered(api.POST('/api/bi/log-ins/{logIn}/password', path));
      setMade({ logIn, password });
    },
  });
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={may('bi.log-ins') && data === undefined && error === null}
      error={error}
      act={
        data?.possible && (
          <Button color="rope" onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        )
      }
    >
      <SettingsPages />
      <Stack gap="lg">
        {data?.possible === false && (
          <Alert color="ink" variant="light" title={words.embedded}>
            {words.embeddedHint}
          </Alert>
        )}
        {made && data && <MadeLogIn made={made} connection={data.connection} />}
        <Refusal error={rotate.error} />
        {data?.possible && data.items.length === 0 && (
          <Stack gap="xs">
            <Text fw={600}>{words.empty}</Text>
            <Text c="dimmed">{words.emptyHint}</Text>
          </Stack>
        )}
        {data !== undefined && data.items.length > 0 && (
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.name}</Table.Th>
                  <Table.Th>{words.logIn}</Table.Th>
                  <Table.Th>{words.createdAt}</Table.Th>
                  <Table.Td />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map(({ logIn, name, createdAt }) => (
                  <Table.Tr key={logIn}>
                    <Table.Td>{name}</Table.Td>
                    <Table.Td>{logIn}</Table.Td>
                    <Table.Td>{format.instant(createdAt)}</Table.Td>
                    <Table.Td>
                      <Group gap="xs" justify="end" wrap="nowrap">
                        <Button
                          variant="default"
                          size="xs"
                          aria-label={words.rotateOne(name)}
                          loading={rotate.isPending && rotate.variables === logIn}
                          onClick={() => rotate.mutate(logIn)}
                        >
                          {words.rotate}
                        </Button>
                        <Button
                          variant="default"
                          size="xs"
                          aria-label={words.revokeOne(name)}
                          onClick={() => setRevoking({ logIn, name })}
                        >
                          {words.revoke}
                        </Button>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        {may('bi.settings') && <ExportLimit />}
      </Stack>
      <Modal
        opened={creating}
        onClose={() => setCreating(false)}
        title={words.create}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        <CreateForm
          onMade={(one) => {
            setMade(one);
            setCreating(false);
          }}
        />
      </Modal>
      <Modal
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={revoking && words.revokeAsk(revoking.name)}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {revoking && (
          <Revoke
            logIn={revoking.logIn}
            onDone={() => {
              if (made?.logIn === revoking.logIn) setMade(undefined);
              setRevoking(undefined);
            }}
          />
        )}
      </Modal>
    </Page>
  );
}

function CreateForm({ onMade }: { onMade: (made: Made) => void }) {
  const { page } = usePageWords();
  const words = page.bi.logIns;
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => answered(api.POST('/api/bi/log-ins', { body: { name } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['bi', 'log-ins'] });
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Refusal error={create.error} />
        <Group>
          <Button type="submit" color="rope" loading={create.isPending}>
            {words.createAct}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Revoke({ logIn, onDone }: { logIn: string; onDone: () => void }) {
  const { page, say } = usePageWords();
  const words = page.bi.logIns;
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answered(api.DELETE('/api/bi/log-ins/{logIn}', { params: { path: { logIn } } })),
    onSuccess: async () => {
      notifications.show({ message: words.revoked, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['bi', 'log-ins'] });
      onDone();
    },
  });
  return (
    <Stack gap="sm">
      <Text>{words.revokeHint}</Text>
      <Refusal error={revoke.error} />
      <Group>
        <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {words.revoke}
        </Button>
        <Button variant="default" onClick={onDone}>
          {say.common.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

interface Connection {
  host: string;
  port: number;
  database: string;
  schema: string;
}

/** A log-in that was just made: its password is shown once, to be copied. */
function MadeLogIn({ made, connection }: { made: Made; connection: Connection | null }) {
  const { page } = usePageWords();
  const words = page.bi.logIns;
  return (
    <Alert color="ink" variant="light" role="status" title={words.made}>
      <Stack gap="sm">
        <Text size="sm">{words.madeHint}</Text>
        <Facts
          facts={[
            [words.host, connection && `${connection.host}:${connection.port}`],
            [words.database, connection?.database],
            [words.schema, connection?.schema],
            [words.logIn, made.logIn],
          ]}
        />
        <Text size="sm">{words.hostHint}</Text>
        <TextInput
          label={words.password}
          readOnly
          value={made.password}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton value={made.password}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
