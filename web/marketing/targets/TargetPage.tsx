import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite, useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { choicesQuery, type Target, targetQuery } from './queries.ts';
import { TargetForm, type WantedTarget } from './TargetForm.tsx';

function useCrumbs() {
  const { page } = usePageWords();
  return [{ label: page.targets.title, href: addresses.targets }];
}

/** Asks again for whatever shows targets, once one was changed. */
function useTold() {
  const queries = useQueryClient();
  const { page, say } = usePageWords();
  return async (target: Target, message: string = page.targets.saved) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    queries.setQueryData(targetQuery(target.id).queryKey, target);
    await Promise.all(
      ['list', 'count'].map((what) => queries.invalidateQueries({ queryKey: ['targets', what] })),
    );
  };
}

export function NewTargetPage() {
  const { page } = usePageWords();
  const words = page.targets;
  const navigate = useNavigate();
  const told = useTold();
  const choices = useQuery(choicesQuery);
  const create = useMutation({
    mutationFn: (body: WantedTarget) => answered(api.POST('/api/targets', { body: body as never })),
    onSuccess: async (target) => {
      await told(target, words.created);
      await navigate({ to: addresses.target, params: { target: String(target.id) }, ignoreBlocker: true });
    },
  });
  return (
    <Page
      title={words.create}
      crumbs={useCrumbs()}
      loading={choices.data === undefined && choices.error === null}
      error={choices.error}
    >
      {choices.data && (
        <TargetForm
          target={undefined}
          choices={choices.data}
          readOnly={false}
          onSave={create.mutate}
          saving={create.isPending}
          error={create.error}
        />
      )}
    </Page>
  );
}

export function TargetPage() {
  const { target: text } = useParams({ strict: false }) as { target: string };
  const { page } = usePageWords();
  const words = page.targets;
  const told = useTold();
  const mayEdit = useMayWrite('targets.edit');
  const { data: target, error } = useQuery(targetQuery(Number(text)));
  const choices = useQuery(choicesQuery);
  const path = { target: Number(text) };
  const save = useMutation({
    mutationFn: (body: WantedTarget) =>
      answered(
        api.PUT('/api/targets/{target}', {
          params: { path },
          body: { ...body, version: target?.version ?? 1 } as never,
        }),
      ),
    onSuccess: (saved) => told(saved),
  });
  const failed = error ?? choices.error;
  const crumbs = useCrumbs();
  if (target === undefined || choices.data === undefined)
    return <Page title={words.title} crumbs={crumbs} loading={failed === null} error={failed} />;
  return (
    <Page title={target.name} crumbs={crumbs} act={mayEdit && <Acts target={target} />}>
      <Stack gap="lg">
        {target.archivedAt !== null && (
          <Alert color="gray" variant="light">
            {words.isArchived}
          </Alert>
        )}
        {!mayEdit && <Text c="dimmed">{words.readOnly}</Text>}
        <TargetForm
          key={target.id}
          target={target}
          choices={choices.data}
          readOnly={!mayEdit}
          onSave={save.mutate}
          saving={save.isPending}
          error={save.error}
        />
      </Stack>
    </Page>
  );
}

/** What can be done with a target beside changing it. */
function Acts({ target: { id, version, type, archivedAt, code, name } }: { target: Target }) {
  const { page } = usePageWords();
  const words = page.targets;
  const navigate = useNavigate();
  const { may } = useSession();
  const told = useTold();
  const params = { path: { target: id } };
  const freeze = useMutation({
    mutationFn: () => answered(api.POST('/api/targets/{target}/freeze', { params, body: { version } })),
    onSuccess: (target) => told(target),
  });
  const archive = useMutation({
    mutationFn: (archived: boolean) =>
      answered(api.PUT('/api/targets/{target}/archived', { params, body: { archived, version } })),
    onSuccess: (target) => told(target),
  });
  const duplicate = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/targets/{target}/copies', {
          params,
          // a code of its own, that nobody has to think of first
          body: { name: words.copyOf(name), code: `${code.slice(0, 30)}-${Date.now().toString(36)}` },
        }),
      ),
    onSuccess: async (target) => {
      await told(target, words.created);
      await navigate({ to: addresses.target, params: { target: String(target.id) } });
    },
  });
  return (
    <div>
      <Group gap="xs">
        {archivedAt === null && may('campaigns.edit') && (
          <Button
            variant="default"
            onClick={() => void navigate({ to: addresses.newCampaign, search: { target: id } as never })}
          >
            {words.write}
          </Button>
        )}
        {type === 'static' && (
          <Button variant="default" loading={freeze.isPending} onClick={() => freeze.mutate()}>
            {words.freeze}
          </Button>
        )}
        <Button variant="default" loading={duplicate.isPending} onClick={() => duplicate.mutate()}>
          {words.duplicate}
        </Button>
        <Button
          variant="default"
          loading={archive.isPending}
          onClick={() => archive.mutate(archivedAt === null)}
        >
          {archivedAt === null ? words.archive : words.restore}
        </Button>
      </Group>
      <Refusal error={freeze.error ?? archive.error ?? duplicate.error} />
    </div>
  );
}
