import { Anchor, Button, Popover, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { type Domain, exportAddress, type Filter, groupsQuery, settingsQuery } from './queries.ts';

interface Props {
  domain: Domain;
  number: string | undefined;
  filters: Filter[];
  columns: string[];
}

const FORMATS = ['csv', 'xlsx', 'parquet'] as const;
const IN_A_SHEET = 1_048_575;

/** A file of what is shown. It counts first: the browser could only say that a download failed. */
export function ExportMenu({ domain, number, filters, columns }: Props) {
  const { page, format: write } = usePageWords();
  const words = page.bi.exports;
  const [opened, setOpened] = useState(false);
  const settings = useQuery({ ...settingsQuery, enabled: opened });
  const counting = useQuery({ ...groupsQuery(domain, filters, [], [{ what: 'rows' }]), enabled: opened });
  const rows = number === undefined ? counting.data?.items[0]?.measures[0] : 0;
  const most = settings.data?.exportRows ?? Number.POSITIVE_INFINITY;
  return (
    <Popover position="bottom-end" trapFocus returnFocus width={300} opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          {words.title}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.title}>
        <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {FORMATS.map((format) => {
            const limit = format === 'xlsx' ? Math.min(most, IN_A_SHEET) : most;
            const tooMany = typeof rows === 'number' && rows > limit;
            return (
              <li key={format}>
                {tooMany ? (
                  <Text fw={600}>{words.formats[format]}</Text>
                ) : (
                  <Anchor
                    fw={600}
                    href={exportAddress(domain, format, { number, filters }, columns)}
                    download
                    onClick={() => setOpened(false)}
                  >
                    {words.formats[format]}
                  </Anchor>
                )}
                <Text size="sm" c="dimmed">
                  {tooMany ? words.tooMany(write.number(limit)) : words.hints[format]}
                </Text>
              </li>
            );
          })}
        </Stack>
        <Refusal error={counting.error} />
        {typeof rows === 'number' && number === undefined && (
          <Text size="sm" mt="sm" role="status">
            {words.rows(write.number(rows), rows)}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
