import {
  Button,
  Chip,
  Group,
  List,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { weekdays } from '../retention/batches/BatchForm.tsx';
import { fromLocal } from '../retention/batches/local-time.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { PriceFields, pricesOf, type TypedPrices } from './PriceFields.tsx';
import { daysOf, MOST_PERFORMANCES, type Pattern } from './pattern.ts';
import { QuotaFields, quotasOf, type TypedQuota } from './QuotaFields.tsx';
import type { Product } from './queries.ts';

const SHOWN = 6;

/** One performance or many by a pattern, with the places that each of them gets. */
export function AddPerformances({ product, onDone }: { product: Product; onDone: () => void }) {
  const { page, say, format } = usePageWords();
  const words = page.catalogue.adding;
  const { institution } = useSession();
  const queries = useQueryClient();
  const [pattern, setPattern] = useState<Pattern>({
    first: '',
    time: '20:00',
    duration: 120,
    repeat: 'once',
    days: [5, 6],
    last: '',
  });
  const [venue, setVenue] = useState('');
  const [quotas, setQuotas] = useState<TypedQuota[]>([
    { key: 0, name: page.catalogue.quotas.first, capacity: '', taken: 0, pointsOfSale: [] },
  ]);
  const [prices, setPrices] = useState<TypedPrices>({});
  const days = daysOf(pattern);
  const dates = days.slice(0, MOST_PERFORMANCES).map((day) => {
    const startsAt = fromLocal(`${day}T${pattern.time}`, institution.timeZone);
    const { duration } = pattern;
    const endsAt =
      duration === undefined ? null : new Date(Date.parse(startsAt) + duration * 60_000).toISOString();
    return { startsAt, endsAt };
  });
  const tooMany = days.length > MOST_PERFORMANCES;
  const add = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/products/{product}/performances', {
          params: { path: { product: product.id } },
          body: {
            dates,
            venue: venue.trim() || null,
            saleStartsAt: null,
            saleEndsAt: null,
            quotas: quotasOf(quotas),
            prices: pricesOf(prices, institution.currency),
          },
        }),
      ),
    onSuccess: async ({ ids }) => {
      notifications.show({
        message: words.done(ids.length),
        closeButtonProps: { 'aria-label': say.common.close },
      });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['products'] }),
        queries.invalidateQueries({ queryKey: ['performances'] }),
      ]);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dates.length > 0 && !tooMany) add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Title order={2}>{words.title}</Title>
        <PatternFields pattern={pattern} onChange={(part) => setPattern({ ...pattern, ...part })} />
        <div aria-live="polite">
          {pattern.first !== '' && (
            <>
              <Text fw={600}>{tooMany ? words.tooMany : words.preview(days.length)}</Text>
              {!tooMany && (
                <List size="sm" mt={4}>
                  {dates.slice(0, SHOWN).map(({ startsAt }) => (
                    <List.Item key={startsAt}>{format.instant(startsAt)}</List.Item>
                  ))}
                  {dates.length > SHOWN && <List.Item>{words.rest(dates.length - SHOWN)}</List.Item>}
                </List>
              )}
            </>
          )}
        </div>
        <TextInput
          label={page.catalogue.performance.venue}
          maxLength={200}
          maw={420}
          value={venue}
          onChange={({ currentTarget }) => setVenue(currentTarget.value)}
        />
        <section>
          <Title order={3} mb={4}>
            {page.catalogue.quotas.title}
          </Title>
          <Text c="dimmed" mb="sm" maw={640}>
            {page.catalogue.quotas.hint}
          </Text>
          <QuotaFields value={quotas} onChange={setQuotas} organisation={product.organisation.id} />
        </section>
        <section>
          <Title order={3} mb={4}>
            {page.catalogue.prices.own}
          </Title>
          <Text c="dimmed" mb="sm">
            {page.catalogue.prices.ownHint}
          </Text>
          <PriceFields value={prices} onChange={setPrices} instead={product.prices} />
        </section>
        <Refusal error={add.error} />
        <Group>
          <Button type="submit" color="rope" loading={add.isPending}>
            {words.act(tooMany ? 0 : dates.length)}
          </Button>
          <Button variant="default" onClick={onDone}>
            {page.catalogue.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PatternFields({
  pattern,
  onChange,
}: {
  pattern: Pattern;
  onChange: (part: Partial<Pattern>) => void;
}) {
  const { page, language } = usePageWords();
  const words = page.catalogue.adding;
  const { institution } = useSession();
  return (
    <Stack gap="md">
      <Group align="start" gap="md">
        <TextInput
          type="date"
          label={words.first}
          required
          data-autofocus
          value={pattern.first}
          onChange={({ currentTarget }) => onChange({ first: currentTarget.value })}
        />
        <TextInput
          type="time"
          label={words.time}
          description={page.catalogue.performance.zone(institution.timeZone)}
          inputWrapperOrder={['label', 'input', 'description']}
          required
          value={pattern.time}
          onChange={({ currentTarget }) => onChange({ time: currentTarget.value })}
        />
        <NumberInput
          label={words.duration}
          description={words.durationHint}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={10_000}
          allowDecimal={false}
          maw={220}
          value={pattern.duration ?? ''}
          onChange={(duration) => onChange({ duration: duration === '' ? undefined : Number(duration) })}
        />
      </Group>
      <div>
        <Text fw={500} size="sm" mb={4} id="pattern-repeat">
          {words.repeat}
        </Text>
        <SegmentedControl
          aria-labelledby="pattern-repeat"
          data={(['once', 'daily', 'weekly'] as const).map((value) => ({
            value,
            label: words.repeats[value],
          }))}
          value={pattern.repeat}
          onChange={(repeat) => onChange({ repeat: repeat as Pattern['repeat'] })}
        />
      </div>
      {pattern.repeat === 'weekly' && (
        <Chip.Group
          multiple
          value={pattern.days.map(String)}
          onChange={(days) => onChange({ days: days.map(Number) })}
        >
          <Group gap="xs" role="group" aria-label={words.days}>
            {weekdays(language).map(({ value, label }) => (
              <Chip key={value} value={value}>
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      {pattern.repeat !== 'once' && (
        <TextInput
          type="date"
          label={words.last}
          required
          maw={220}
          min={pattern.first}
          value={pattern.last}
          onChange={({ currentTarget }) => onChange({ last: currentTarget.value })}
        />
      )}
    </Stack>
  );
}
