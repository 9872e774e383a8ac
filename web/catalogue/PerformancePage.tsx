import { Alert, Badge, Button, Group, Menu, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { fromLocal, toLocal } from '../retention/batches/local-time.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { MovePerformance } from './MovePerformance.tsx';
import { Places, placesOf } from './Places.tsx';
import { PriceFields, pricesOf, typedOf } from './PriceFields.tsx';
import { QuotaFields, quotasOf, typedQuotas } from './QuotaFields.tsx';
import { type Performance, type Product, performanceQuery, productQuery } from './queries.ts';

type Act = 'reschedule' | 'cancel';

/** One performance: its places, its sale and its prices; moving it and cancelling it are steps of their own. */
export function PerformancePage() {
  const { product: ofProduct, performance: text } = useParams({ strict: false }) as {
    product: string;
    performance: string;
  };
  const { page, format } = usePageWords();
  const words = page.catalogue;
  const navigate = useNavigate();
  const { act } = useSearch({ strict: false }) as { act?: Act };
  const { may } = useSession();
  const product = useQuery(productQuery(Number(ofProduct)));
  const { data, error } = useQuery(performanceQuery(Number(text)));
  const crumbs = [
    { label: words.title, href: addresses.catalogue },
    ...(product.data === undefined
      ? []
      : [{ label: product.data.name, href: addresses.product.replace('$product', ofProduct) }]),
  ];
  const failed = error ?? product.error;
  if (data === undefined || product.data === undefined)
    return <Page title={words.performances} crumbs={crumbs} loading={failed === null} error={failed} />;
  const view = (wanted: Act | undefined) =>
    void navigate({
      to: addresses.performance,
      params: { product: ofProduct, performance: text },
      search: (wanted === undefined ? {} : { act: wanted }) as never,
    });
  const mayEdit = may('catalogue.edit') && data.state === 'scheduled';
  const when = format.instant((data.startsAt ?? data.endsAt) as string);
  return (
    <Page
      title={words.performance.one(when)}
      crumbs={crumbs}
      about={
        <Group gap="sm">
          <Badge
            variant={data.state === 'scheduled' ? 'light' : 'outline'}
            color={data.state === 'scheduled' ? 'ink' : 'gray'}
            tt="none"
          >
            {words.performance.states[data.state]}
          </Badge>
          <Text c="dimmed">{product.data.name}</Text>
        </Group>
      }
      act={
        mayEdit &&
        act === undefined && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
                {words.moreActs}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => view('reschedule')}>{words.touched.reschedule}</Menu.Item>
              <Menu.Item color="red" onClick={() => view('cancel')}>
                {words.touched.cancel}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      {mayEdit && act !== undefined ? (
        <MovePerformance key={act} performance={data} act={act} onDone={() => view(undefined)} />
      ) : mayEdit ? (
        <EditPerformance key={data.version} performance={data} product={product.data} />
      ) : (
        <ShowPerformance performance={data} product={product.data} />
      )}
    </Page>
  );
}

function ShowPerformance({ performance, product }: { performance: Performance; product: Product }) {
  const { page, format } = usePageWords();
  const words = page.catalogue;
  return (
    <Stack gap="lg">
      {performance.state === 'cancelled' && (
        <Alert variant="light" color="gray" maw={640}>
          {words.performance.isCancelled}
        </Alert>
      )}
      <Facts
        facts={[
          [words.performance.starts, performance.startsAt !== null && format.instant(performance.startsAt)],
          [words.performance.ends, performance.endsAt !== null && format.instant(performance.endsAt)],
          [words.performance.venue, performance.venue],
          [
            words.places,
            performance.state === 'scheduled' && <Places places={placesOf(performance.quotas)} />,
          ],
          [
            words.prices.title,
            format.list(
              (performance.prices.length > 0 ? performance.prices : product.prices).map(
                ({ amountMinor, currency }) => format.money(amountMinor, currency),
              ),
            ),
          ],
        ]}
      />
    </Stack>
  );
}

function EditPerformance({ performance, product }: { performance: Performance; product: Product }) {
  const { page, say, format } = usePageWords();
  const words = page.catalogue;
  const { institution } = useSession();
  const queries = useQueryClient();
  const local = (instant: string | null) => (instant === null ? '' : toLocal(instant, institution.timeZone));
  const [typed, setTyped] = useState({
    venue: performance.venue ?? '',
    saleStarts: local(performance.saleStartsAt),
    saleEnds: local(performance.saleEndsAt),
    quotas: typedQuotas(performance.quotas),
    prices: typedOf(performance.prices),
  });
  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part });
  const instant = (text: string) => (text === '' ? null : fromLocal(text, institution.timeZone));
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/performances/{performance}', {
          params: { path: { performance: performance.id } },
          body: {
            version: performance.version,
            venue: typed.venue.trim() || null,
            saleStartsAt: instant(typed.saleStarts),
            saleEndsAt: instant(typed.saleEnds),
            quotas: quotasOf(typed.quotas),
            prices: pricesOf(typed.prices, institution.currency),
          },
        }),
      ),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['performances'] }),
        queries.invalidateQueries({ queryKey: ['products'] }),
      ]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const field = (name: 'saleStarts' | 'saleEnds') => (
    <TextInput
      type="datetime-local"
      label={words.performance[name]}
      description={words.performance[`${name}Hint`]}
      inputWrapperOrder={['label', 'input', 'description']}
      maw={280}
      value={typed[name]}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="xl">
        <Stack gap="md">
          {performance.endsAt !== null && performance.startsAt !== null && (
            <Text c="dimmed">{words.performance.endsOn(format.instant(performance.endsAt))}</Text>
          )}
          <TextInput
            label={words.performance.venue}
            maxLength={200}
            maw={420}
            value={typed.venue}
            onChange={({ currentTarget }) => change({ venue: currentTarget.value })}
          />
          <Group align="start">
            {field('saleStarts')}
            {field('saleEnds')}
          </Group>
        </Stack>
        <section>
          <Group mb={4} gap="lg">
            <Title order={2}>{words.quotas.title}</Title>
            {performance.quotas.length > 0 && <Places places={placesOf(performance.quotas)} />}
          </Group>
          <Text c="dimmed" mb="sm" maw={640}>
            {words.quotas.hint}
          </Text>
          <QuotaFields
            value={typed.quotas}
            onChange={(quotas) => change({ quotas })}
            organisation={product.organisation.id}
          />
        </section>
        <section>
          <Title order={2} mb={4}>
            {words.prices.own}
          </Title>
          <Text c="dimmed" mb="sm">
            {words.prices.ownHint}
          </Text>
          <PriceFields
            value={typed.prices}
            onChange={(prices) => change({ prices })}
            instead={product.prices}
          />
        </section>
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
