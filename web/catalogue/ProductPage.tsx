import { Alert, Badge, Button, Group, List, Menu, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { AddPerformances } from './AddPerformances.tsx';
import { Performances, type When } from './Performances.tsx';
import { PricesForm } from './PricesForm.tsx';
import { ProductForm } from './ProductForm.tsx';
import { QuotasForm } from './QuotasForm.tsx';
import { type Product, productQuery, STATE_COLOURS } from './queries.ts';

interface View {
  tab?: string | undefined;
  when?: When | undefined;
  act?: 'edit' | 'add' | undefined;
}

/** A product with its parts; what is shown, or being done to it, stands in the address. */
export function ProductPage() {
  const { product: text } = useParams({ strict: false }) as { product: string };
  const { page } = usePageWords();
  const words = page.catalogue;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as View;
  const { data, error } = useQuery(productQuery(Number(text)));
  const crumbs = [{ label: words.title, href: addresses.catalogue }];
  if (data === undefined)
    return <Page title={words.title} crumbs={crumbs} loading={error === null} error={error} />;
  const view = (wanted: View) =>
    void navigate({ to: addresses.product, params: { product: text }, search: wanted as never });
  const done = () => view({ tab: search.tab, when: search.when });
  return (
    <Page
      title={data.name}
      crumbs={crumbs}
      about={<About product={data} />}
      act={search.act === undefined && <Acts product={data} />}
    >
      {search.act === 'add' ? (
        <AddPerformances product={data} onDone={done} />
      ) : search.act === 'edit' ? (
        <ProductForm key={data.version} product={data} onSaved={done} onCancel={done} />
      ) : (
        <>
          <Missing product={data} />
          <Parts product={data} search={search} onView={view} />
        </>
      )}
    </Page>
  );
}

function About({ product }: { product: Product }) {
  const { page, format } = usePageWords();
  const words = page.catalogue;
  const { state, kind, season, organisation, validUntil } = product;
  const facts = [
    words.kinds[kind],
    organisation.name,
    season?.name,
    validUntil !== null && `${words.validUntil} ${format.day(validUntil)}`,
  ].filter(Boolean);
  return (
    <Group gap="sm">
      <Badge variant={state === 'on-sale' ? 'light' : 'outline'} color={STATE_COLOURS[state]} tt="none">
        {words.states[state]}
      </Badge>
      <Text c="dimmed">{facts.join(' · ')}</Text>
    </Group>
  );
}

function Acts({ product }: { product: Product }) {
  const { page, say } = usePageWords();
  const words = page.catalogue;
  const { may } = useSession();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (state: Product['state']) =>
      answered(
        api.PUT('/api/products/{product}/state', {
          params: { path: { product: product.id } },
          body: { state, version: product.version },
        }),
      ),
    onSuccess: async (_, state) => {
      const message = { draft: words.drafted, 'on-sale': words.onSaleNow, ended: words.ended }[state];
      notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['products'] });
    },
  });
  if (!may('catalogue.edit')) return null;
  const { state } = product;
  return (
    <div>
      <Group gap="xs" justify="flex-end">
        {state !== 'draft' && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
                {words.moreActs}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {state === 'on-sale' && (
                <Menu.Item onClick={() => change.mutate('ended')}>{words.endSale}</Menu.Item>
              )}
              <Menu.Item onClick={() => change.mutate('draft')}>{words.reopen}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
        {state !== 'on-sale' && product.missing.length === 0 && (
          <Button color="rope" loading={change.isPending} onClick={() => change.mutate('on-sale')}>
            {words.publish}
          </Button>
        )}
      </Group>
      <Refusal error={change.error} />
    </div>
  );
}

/** What it still takes to put it on sale. */
function Missing({ product }: { product: Product }) {
  const { page } = usePageWords();
  const { missing: words } = page.catalogue;
  if (product.state === 'on-sale' || product.missing.length === 0) return null;
  return (
    <Alert variant="light" color="rope" mb="lg" title={words.title} maw={640}>
      <List size="sm">
        {product.missing.map((one) => (
          <List.Item key={one}>{words[one]}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Parts({
  product,
  search,
  onView,
}: {
  product: Product;
  search: View;
  onView: (view: View) => void;
}) {
  const { page, format } = usePageWords();
  const words = page.catalogue;
  const mayEdit = useSession().may('catalogue.edit');
  const parts =
    product.kind === 'event'
      ? (['performances', 'prices', 'details'] as const)
      : (['prices', 'quotas', 'details'] as const);
  const [first] = parts;
  const current = parts.find((part) => part === search.tab) ?? first;
  return (
    <Tabs
      value={current}
      onChange={(tab) => onView({ tab: tab === first || tab === null ? undefined : tab })}
      keepMounted={false}
    >
      <Tabs.List aria-label={words.tabsLabel} mb="lg">
        {parts.map((part) => (
          <Tabs.Tab key={part} value={part}>
            {words.tabs[part]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="performances">
        <Performances
          product={product}
          when={search.when ?? 'coming'}
          onWhen={(when) => onView({ tab: search.tab, when: when === 'coming' ? undefined : when })}
          onAdd={() => onView({ ...search, act: 'add' })}
        />
      </Tabs.Panel>
      <Tabs.Panel value="prices">
        <PricesForm key={product.version} product={product} />
      </Tabs.Panel>
      <Tabs.Panel value="quotas">
        <QuotasForm key={product.version} product={product} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <Facts
          facts={[
            [words.name, product.name],
            [words.kind, words.kinds[product.kind]],
            [words.organisation, product.organisation.name],
            [words.season, product.season?.name ?? words.noSeason],
            [words.validUntil, product.validUntil !== null && format.day(product.validUntil)],
            [
              words.description,
              product.description !== null && (
                <Text style={{ whiteSpace: 'pre-line' }} maw={640}>
                  {product.description}
                </Text>
              ),
            ],
          ]}
        />
        {mayEdit && (
          <Button mt="lg" variant="default" onClick={() => onView({ ...search, act: 'edit' })}>
            {words.edit}
          </Button>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
