import { Alert, Button, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { fromLocal } from '../../retention/batches/local-time.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type Campaign, isPaper, volumeQuery } from './queries.ts';
import { useCampaignMoved, useKeepCampaign } from './useKeepCampaign.ts';

/** Spaces, dots, commas and apostrophes between thousands are read over. */
const numberIn = (text: string) =>
  /^[\d\s.,'’]+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : undefined;

/** Once the number is typed: now, or at a moment to come, in the time of the institution. */
export function SendForm({ campaign, reached }: { campaign: Campaign; reached: number }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.send;
  const { timeZone } = useSession().institution;
  const keep = useKeepCampaign();
  const moved = useCampaignMoved(campaign.id);
  const queries = useQueryClient();
  const [later, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const count = format.number(reached);
  // on paper nothing leaves: a list is made ready, which is drawn up in a step of its own
  const paper = isPaper(campaign.channel);
  const right = paper || numberIn(typed) === reached;
  const path = { campaign: campaign.id };
  const act = useMutation({
    mutationFn: () =>
      later
        ? answered(
            api.PUT('/api/campaigns/{campaign}/schedule', {
              params: { path },
              body: { version: campaign.version, at: fromLocal(at, timeZone) },
            }),
          )
        : answered(
            api.POST('/api/campaigns/{campaign}/send', {
              params: { path },
              body: { version: campaign.version, reached },
            }),
          ),
    onSuccess: keep,
    onError: async (error) => {
      // the number that is there now stands in the page before it is asked for
      if (isProblem(error, 'volume-changed')) await queries.invalidateQueries(volumeQuery(campaign));
      await moved(error);
    },
  });
  const past = later && at !== '' && Date.parse(fromLocal(at, timeZone)) <= Date.now();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!act.isPending && right && !(later && (at === '' || past))) act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" align="flex-start">
        <Radio.Group
          label={words.when}
          value={later ? 'later' : 'now'}
          onChange={(value) => setLater(value === 'later')}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="now" label={words.now} />
            <Radio value="later" label={words.later} description={words.laterHint} />
          </Stack>
        </Radio.Group>
        {later && (
          <TextInput
            type="datetime-local"
            label={words.at}
            description={page.catalogue.performance.zone(timeZone)}
            error={tried && past ? words.past : undefined}
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        )}
        <Alert color={paper || later ? 'gray' : 'red'} variant="light" role="note">
          {paper ? words.onPaper : later ? words.laterSure : words.irreversible}
        </Alert>
        {!paper && (
          <TextInput
            label={words.type(count)}
            description={words.typeHint}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={tried && !right ? words.typeWrong(count) : undefined}
          />
        )}
        <Refusal error={act.error} />
        {later ? (
          <Button type="submit" color="rope" loading={act.isPending}>
            {words.schedule}
          </Button>
        ) : (
          <Button
            type="submit"
            color={paper ? 'rope' : 'red'}
            variant={right ? 'filled' : 'outline'}
            loading={act.isPending}
          >
            {(paper ? words.prepareList : words.act)(reached, count)}
          </Button>
        )}
      </Stack>
    </form>
  );
}
