import {
  Anchor,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  SegmentedControl,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageWords } from '../../words/pages.ts';
import { COLOURS, contrast, type Draft, isColour, LOCALES, TEXTS } from './draft.ts';
import classes from './Parts.module.css';
import type { PointOfSale } from './queries.ts';

const TABS = ['general', 'internet', 'texts', 'theme'] as const;
export type Tab = (typeof TABS)[number];

interface Props {
  kind: PointOfSale['kind'];
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  tab: string | undefined;
  onTab: (tab: Tab) => void;
  /** Of a new one: what is chosen once and for all. */
  first?: ReactNode;
  /** What is known of the policy, or recommended. */
  policy: ReactNode;
}

/** The tabs of a point of sale as operators know them; a box office has neither texts nor theme. */
export function Parts({ kind, draft, onChange, tab, onTab, first, policy }: Props) {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  const shown = kind === 'shop' ? TABS : TABS.slice(0, 2);
  const current = shown.find((one) => one === tab) ?? 'general';
  return (
    <Tabs value={current} onChange={(chosen) => onTab((chosen ?? 'general') as Tab)}>
      <Tabs.List aria-label={words.tabsLabel} mb="lg">
        {shown.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {words.tabs[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="general">
        <General {...{ draft, onChange, first }} />
      </Tabs.Panel>
      <Tabs.Panel value="internet">
        <Internet {...{ kind, draft, onChange, policy }} />
      </Tabs.Panel>
      {kind === 'shop' && (
        <>
          <Tabs.Panel value="texts">
            <Texts {...{ draft, onChange }} />
          </Tabs.Panel>
          <Tabs.Panel value="theme">
            <Theme {...{ draft, onChange }} />
          </Tabs.Panel>
        </>
      )}
    </Tabs>
  );
}

type PartProps = Pick<Props, 'draft' | 'onChange'>;

function General({ draft, onChange, first }: PartProps & { first: ReactNode }) {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  return (
    <Stack gap="md" maw={560}>
      {first}
      <TextInput
        label={words.name}
        required
        maxLength={200}
        value={draft.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <div>
        <Text fw={500} size="sm" mb={4} id="point-state">
          {words.state}
        </Text>
        <SegmentedControl
          aria-labelledby="point-state"
          data={(['open', 'closed'] as const).map((value) => ({ value, label: words.states[value] }))}
          value={draft.state}
          onChange={(state) => onChange({ state: state as Draft['state'] })}
        />
        <Text c="dimmed" size="sm" mt={4}>
          {words.closedHint}
        </Text>
      </div>
      <Group grow align="start">
        <NumberInput
          label={words.optionDays}
          description={words.optionDaysHint}
          inputWrapperOrder={['label', 'input', 'description']}
          min={0}
          max={365}
          allowDecimal={false}
          value={draft.optionDays}
          onChange={(optionDays) => onChange({ optionDays })}
        />
        <NumberInput
          label={words.reservationDays}
          description={words.reservationDaysHint}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={365}
          allowDecimal={false}
          value={draft.reservationDays}
          onChange={(reservationDays) => onChange({ reservationDays })}
        />
      </Group>
    </Stack>
  );
}

function Internet({ kind, draft, onChange, policy }: PartProps & Pick<Props, 'kind' | 'policy'>) {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  return (
    <Stack gap="lg" maw={640}>
      {kind === 'shop' && (
        <>
          <TextInput
            label={words.slug}
            description={words.slugHint}
            inputWrapperOrder={['label', 'input', 'description']}
            required
            maxLength={60}
            leftSection="/shop/"
            leftSectionWidth={58}
            value={draft.slug}
            onChange={({ currentTarget }) => onChange({ slug: currentTarget.value.toLowerCase() })}
          />
          <section>
            <Title order={2} mb="sm" id="point-payments">
              {words.payments}
            </Title>
            <Group role="group" aria-labelledby="point-payments">
              <Checkbox
                label={words.onlinePayment}
                checked={draft.onlinePayment}
                onChange={({ currentTarget }) => onChange({ onlinePayment: currentTarget.checked })}
              />
              <Checkbox
                label={words.payAtCounter}
                checked={draft.payAtCounter}
                onChange={({ currentTarget }) => onChange({ payAtCounter: currentTarget.checked })}
              />
            </Group>
          </section>
        </>
      )}
      <section>
        <Title order={2} mb="sm">
          {words.guarantee}
        </Title>
        <Stack gap="md">
          <TextInput
            id="policy-address"
            type="url"
            label={words.policyAddress}
            description={words.policyHint}
            inputWrapperOrder={['label', 'input', 'description']}
            placeholder="https://"
            maxLength={2000}
            value={draft.policyAddress}
            onChange={({ currentTarget }) => onChange({ policyAddress: currentTarget.value })}
          />
          {policy}
        </Stack>
      </section>
    </Stack>
  );
}

function Texts({ draft, onChange }: PartProps) {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  return (
    <Stack gap="lg">
      <Text c="dimmed">{words.textsHint}</Text>
      <div className={classes.locales}>
        {LOCALES.map((locale) => (
          <Fieldset key={locale} legend={words.locales[locale]}>
            <Stack gap="sm">
              {TEXTS.map((name) => (
                <Textarea
                  key={name}
                  lang={locale}
                  label={words.texts[name]}
                  autosize
                  minRows={name === 'welcome' ? 3 : 1}
                  maxLength={5_000}
                  value={draft.texts[locale]?.[name] ?? ''}
                  onChange={({ currentTarget }) =>
                    onChange({
                      texts: {
                        ...draft.texts,
                        [locale]: { ...draft.texts[locale], [name]: currentTarget.value },
                      },
                    })
                  }
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
      </div>
    </Stack>
  );
}

/** Where a colour is left out, the shop has Rappel's own. */
const OWN = { accent: '#a8420b', background: '#fbfaf8', text: '#16233a' };

function Theme({ draft, onChange }: PartProps) {
  const { page, format } = usePageWords();
  const words = page.pointsOfSale;
  const colours = { ...OWN };
  for (const name of COLOURS) {
    const colour = draft.theme[name];
    if (isColour(colour)) colours[name] = colour;
  }
  const change = (name: (typeof COLOURS)[number], colour: string) =>
    onChange({ theme: { ...draft.theme, [name]: colour } });
  const ratio = contrast(colours.text, colours.background);
  const onAccent =
    contrast('#ffffff', colours.accent) >= contrast('#000000', colours.accent) ? '#ffffff' : '#000000';
  return (
    <Stack gap="md" maw={420}>
      <Text c="dimmed">{words.themeHint}</Text>
      {COLOURS.map((name) => (
        <TextInput
          key={name}
          label={words.colours[name]}
          placeholder={OWN[name]}
          maxLength={7}
          leftSection={
            <input
              type="color"
              className={classes.colour}
              aria-label={words.pick(words.colours[name])}
              value={colours[name]}
              onChange={({ currentTarget }) => change(name, currentTarget.value)}
            />
          }
          leftSectionPointerEvents="all"
          value={draft.theme[name] ?? ''}
          onChange={({ currentTarget }) => change(name, currentTarget.value)}
        />
      ))}
      <div
        className={classes.sample}
        style={{ background: colours.background, color: colours.text, borderColor: colours.text }}
      >
        <span>{words.sample}</span>
        <span className={classes.button} style={{ background: colours.accent, color: onAccent }}>
          {words.sampleAct}
        </span>
      </div>
      {ratio < 4.5 && (
        <Text role="status" c="red">
          {words.lowContrast(format.number(Math.round(ratio * 10) / 10))}
        </Text>
      )}
    </Stack>
  );
}

/** The way to the shop itself. */
export function VisitShop({ slug }: { slug: string | null }) {
  const { page } = usePageWords();
  if (slug === null) return null;
  return (
    <Anchor href={`/shop/${slug}`} target="_blank" rel="noreferrer">
      {page.pointsOfSale.visit}
    </Anchor>
  );
}
