import {
  Alert,
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './SetUpPage.module.css';

/** Open once, by the link of the first start: the institution or the demo, and who administers it. */
export function SetUpPage() {
  const { token = '' } = useSearch({ strict: false }) as { token?: string };
  const { page, language } = usePageWords();
  const words = page.setUp;
  const link = useQuery({
    queryKey: ['set-up', token],
    queryFn: () => answered(api.GET('/api/set-up', { params: { query: { token } } })),
    retry: false,
  });
  return (
    <main className={classes.page}>
      <Stack gap="lg">
        <div>
          <Title order={1}>{words.title}</Title>
          <Text c="dimmed">{words.hint}</Text>
        </div>
        {link.error !== null && (
          <Alert color="red" variant="light" title={words.wrongLink}>
            {words.wrongLinkHint}
          </Alert>
        )}
        {link.data !== undefined && (
          <SetUpForm key={language} token={token} existing={link.data.institutions[0]?.name} />
        )}
      </Stack>
    </main>
  );
}

function SetUpForm({ token, existing }: { token: string; existing: string | undefined }) {
  const { page, language } = usePageWords();
  const words = page.setUp;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [how, setHow] = useState('own');
  const [contacts, setContacts] = useState<string | number>(2000);
  const [house, setHouse] = useState({
    name: '',
    slug: '',
    timeZone: ownTimeZone(),
    country: new Intl.Locale(navigator.language).region ?? 'CH',
    locale: language as string,
  });
  const [administrator, setAdministrator] = useState({ name: '', email: '', password: '' });
  const setUp = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/set-up', {
          body: {
            token,
            administrator,
            ...(existing !== undefined
              ? {}
              : how === 'demo'
                ? { demo: { contacts: Number(contacts) } }
                : { institution: house }),
          },
        }),
      ),
    onSuccess: async (session) => {
      queries.setQueryData(sessionQuery.queryKey, session as never);
      await navigate({ to: addresses.home });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUp.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        {existing === undefined ? (
          <>
            <Radio.Group label={words.how} value={how} onChange={setHow}>
              <Stack gap="xs" mt="xs">
                <Radio value="own" label={words.own} />
                <Radio value="demo" label={words.demo} />
              </Stack>
            </Radio.Group>
            {how === 'demo' ? (
              <NumberInput
                label={words.demoContacts}
                min={100}
                max={50_000}
                step={1000}
                required
                allowDecimal={false}
                value={contacts}
                onChange={setContacts}
              />
            ) : (
              <HouseFields house={house} onChange={setHouse} />
            )}
          </>
        ) : (
          <Text>{words.existing(existing)}</Text>
        )}
        <Title order={2}>{words.administrator}</Title>
        <TextInput
          label={words.yourName}
          autoComplete="name"
          required
          maxLength={200}
          value={administrator.name}
          onChange={({ currentTarget }) => setAdministrator({ ...administrator, name: currentTarget.value })}
        />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          required
          value={administrator.email}
          onChange={({ currentTarget }) => setAdministrator({ ...administrator, email: currentTarget.value })}
        />
        <PasswordInput
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          value={administrator.password}
          onChange={({ currentTarget }) =>
            setAdministrator({ ...administrator, password: currentTarget.value })
          }
        />
        <Refusal error={setUp.error} />
        <div>
          <Button type="submit" color="rope" loading={setUp.isPending}>
            {words.act}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

type House = { name: string; slug: string; timeZone: string; country: string; locale: string };

function HouseFields({ house, onChange }: { house: House; onChange: (house: House) => void }) {
  const { page } = usePageWords();
  const words = page.setUp;
  const named = (name: string) =>
    onChange({ ...house, name, slug: house.slug === slugOf(house.name) ? slugOf(name) : house.slug });
  return (
    <>
      <TextInput
        label={words.name}
        required
        maxLength={200}
        value={house.name}
        onChange={({ currentTarget }) => named(currentTarget.value)}
      />
      <TextInput
        label={words.slug}
        description={words.slugHint}
        required
        pattern="[a-z0-9][a-z0-9\-]{0,62}"
        value={house.slug}
        onChange={({ currentTarget }) => onChange({ ...house, slug: currentTarget.value })}
      />
      <Group grow align="start">
        <Select
          label={words.timeZone}
          searchable
          required
          allowDeselect={false}
          data={Intl.supportedValuesOf('timeZone')}
          value={house.timeZone}
          onChange={(timeZone) => onChange({ ...house, timeZone: timeZone ?? house.timeZone })}
        />
        <TextInput
          label={words.country}
          required
          maxLength={2}
          value={house.country}
          onChange={({ currentTarget }) => onChange({ ...house, country: currentTarget.value.toUpperCase() })}
        />
        <Select
          label={words.locale}
          allowDeselect={false}
          data={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          value={house.locale}
          onChange={(locale) => onChange({ ...house, locale: locale ?? house.locale })}
        />
      </Group>
    </>
  );
}

const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);

/** The browser's, where it is one of a place; a machine on UTC does not say where the house is. */
function ownTimeZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return Intl.supportedValuesOf('timeZone').includes(timeZone) ? timeZone : 'Europe/Zurich';
}
