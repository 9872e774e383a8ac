import {
  Anchor,
  Button,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { LeaveGuard } from '../../contacts/file/LeaveGuard.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type CampaignSettings, CHANNELS, choicesQuery, LANGUAGES, TYPES, targetsQuery } from './queries.ts';

interface Props {
  settings: CampaignSettings;
  readOnly: boolean;
  /** @param goesOn to the next step, once it is saved */
  onSave: (settings: CampaignSettings, goesOn: boolean) => Promise<unknown>;
  saving: boolean;
  error: unknown;
  /** Whether it can be saved without going on. */
  staying?: boolean;
}

/** What a campaign is and whom it is for. */
export function SettingsForm({ settings, readOnly, onSave, saving, error, staying = false }: Props) {
  const { page } = usePageWords();
  const words = page.campaigns;
  const [wanted, setWanted] = useState(settings);
  const [tried, setTried] = useState(false);
  const kept = useRef(settings);
  const isChanged = () => JSON.stringify(wanted) !== JSON.stringify(kept.current);
  const put = (some: Partial<CampaignSettings>) => setWanted({ ...wanted, ...some });
  const aboutPurchase = wanted.type === 'purchase-information';
  const wrongRate = wanted.ratePerMinute !== null && wanted.ratePerMinute < 1;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (wrongRate || saving) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const before = kept.current;
    kept.current = wanted;
    try {
      await onSave(wanted, (submitter as HTMLButtonElement | null)?.value !== 'stay');
    } catch {
      // what was refused is said below the fields, and is still to be saved
      kept.current = before;
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <LeaveGuard unsaved={isChanged} />
      <Fieldset variant="unstyled" disabled={readOnly}>
        <Stack maw="44rem">
          <TextInput
            label={words.name}
            required
            maxLength={200}
            value={wanted.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
          <Radio.Group
            label={words.type}
            value={wanted.type}
            onChange={(type) => put({ type: type as CampaignSettings['type'] })}
          >
            <Stack gap="xs" mt={4}>
              {TYPES.map((type) => (
                <Radio
                  key={type}
                  value={type}
                  label={words.types[type]}
                  description={words.typeHints[type]}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Radio.Group
            label={words.channel}
            value={wanted.channel}
            onChange={(channel) => put({ channel: channel as CampaignSettings['channel'] })}
          >
            <Group gap="lg" mt={4}>
              {CHANNELS.map((channel) => (
                <Radio key={channel} value={channel} label={words.channels[channel]} />
              ))}
            </Group>
          </Radio.Group>
          {aboutPurchase && <AboutPurchase wanted={wanted} put={put} readOnly={readOnly} />}
          <Targets wanted={wanted} put={put} readOnly={readOnly} aboutPurchase={aboutPurchase} />
          <Select
            label={words.defaultLanguage}
            description={words.defaultLanguageHint}
            allowDeselect={false}
            disabled={readOnly}
            data={LANGUAGES.map((value) => ({ value, label: words.languages[value] }))}
            value={wanted.defaultLanguage}
            onChange={(value) => put({ defaultLanguage: value as CampaignSettings['defaultLanguage'] })}
          />
          <Organisation wanted={wanted} put={put} readOnly={readOnly} />
          {wanted.channel === 'email' && <Mail wanted={wanted} put={put} />}
          {(wanted.channel === 'email' || wanted.channel === 'sms') && (
            <>
              <Switch
                label={words.tracked}
                description={words.trackedHint}
                checked={wanted.tracked}
                onChange={(event) => put({ tracked: event.currentTarget.checked })}
              />
              <NumberInput
                label={words.rate}
                description={words.rateHint}
                min={1}
                allowDecimal={false}
                allowNegative={false}
                clampBehavior="none"
                error={tried && wrongRate ? words.rateWrong : undefined}
                value={wanted.ratePerMinute ?? ''}
                onChange={(value) => put({ ratePerMinute: value === '' ? null : Number(value) })}
              />
            </>
          )}
          <Textarea
            label={words.description}
            autosize
            minRows={2}
            value={wanted.description}
            onChange={(event) => put({ description: event.currentTarget.value })}
          />
          <Refusal error={error} />
          {!readOnly && (
            <Group gap="xs">
              <Button type="submit" color="rope" loading={saving}>
                {words.next}
              </Button>
              {staying && (
                <Button type="submit" value="stay" variant="default" disabled={saving}>
                  {words.save}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Fieldset>
    </form>
  );
}

interface Part {
  wanted: CampaignSettings;
  put: (some: Partial<CampaignSettings>) => void;
}

/** In whose name it is written; where the institution has no organisations there is nothing to choose. */
function Organisation({ wanted, put, readOnly }: Part & { readOnly: boolean }) {
  const { page } = usePageWords();
  const words = page.campaigns;
  const { data } = useQuery(choicesQuery);
  const organisations = data?.organisations ?? [];
  if (organisations.length === 0) return null;
  return (
    <Select
      label={words.organisation}
      description={words.organisationHint}
      placeholder={words.wholeInstitution}
      clearable
      searchable
      disabled={readOnly}
      data={organisations.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={wanted.organisationId === null ? null : String(wanted.organisationId)}
      onChange={(value) => put({ organisationId: value === null ? null : Number(value) })}
    />
  );
}

function Mail({ wanted, put }: Part) {
  const { page } = usePageWords();
  const words = page.campaigns;
  return (
    <>
      <TextInput
        label={words.sender}
        description={words.senderHint}
        maxLength={200}
        value={wanted.senderName ?? ''}
        onChange={(event) => put({ senderName: event.currentTarget.value || null })}
      />
      <TextInput
        type="email"
        label={words.replyTo}
        value={wanted.replyTo ?? ''}
        onChange={(event) => put({ replyTo: event.currentTarget.value || null })}
      />
    </>
  );
}

/** R24: what it is about, and why people must be told. */
function AboutPurchase({ wanted, put, readOnly }: Part & { readOnly: boolean }) {
  const { page, format } = usePageWords();
  const words = page.campaigns;
  const { data } = useQuery(choicesQuery);
  return (
    <>
      <Select
        label={words.performance}
        description={words.performanceHint}
        required
        searchable
        disabled={readOnly}
        data={(data?.performances ?? []).map(({ id, product, startsAt }) => ({
          value: String(id),
          label: startsAt === null ? product : `${product}, ${format.instant(startsAt)}`,
        }))}
        value={wanted.performanceId === null ? null : String(wanted.performanceId)}
        onChange={(value) => put({ performanceId: value === null ? null : Number(value) })}
      />
      <Textarea
        label={words.reason}
        description={words.reasonHint}
        required
        autosize
        minRows={2}
        value={wanted.reason ?? ''}
        onChange={(event) => put({ reason: event.currentTarget.value })}
      />
    </>
  );
}

function Targets({
  wanted,
  put,
  readOnly,
  aboutPurchase,
}: Part & { readOnly: boolean; aboutPurchase: boolean }) {
  const { page, format } = usePageWords();
  const words = page.campaigns;
  const { data } = useQuery(targetsQuery);
  const targets = (data?.items ?? []).map(({ id, name, volume }) => ({
    value: String(id),
    label: volume === null ? name : `${name} (${format.number(volume)})`,
  }));
  const choose = (
    label: string,
    description: string,
    chosen: number[],
    others: number[],
    name: 'targets' | 'leftOut',
  ) => (
    <MultiSelect
      label={label}
      description={description}
      searchable
      disabled={readOnly}
      data={targets.filter(({ value }) => !others.includes(Number(value)))}
      value={chosen.map(String)}
      onChange={(values) => put({ [name]: values.map(Number) })}
    />
  );
  return (
    <>
      {data?.items.length === 0 && (
        <p>
          {words.noTarget} <Anchor href={addresses.newTarget}>{words.createTarget}</Anchor>
        </p>
      )}
      {choose(
        words.targets,
        aboutPurchase ? words.targetsHintPurchase : words.targetsHint,
        wanted.targets,
        wanted.leftOut,
        'targets',
      )}
      {choose(words.leftOut, words.leftOutHint, wanted.leftOut, wanted.targets, 'leftOut')}
    </>
  );
}
