import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '../styles.css';
import { Box, Button, MantineProvider, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from '../api/problem.ts';
import { Rope } from '../contacts/Rope.tsx';
import { RunProgress } from '../irreversible/RunProgress.tsx';
import { ThreeSteps } from '../irreversible/ThreeSteps.tsx';
import { DataList } from '../list/DataList.tsx';
import { allRows, type Sort } from '../list/list.ts';
import { Cliff } from '../retention/runs/Cliff.tsx';
import { theme, variables } from '../theme.ts';
import { Speaking } from '../words/words.tsx';
import { madeUpCliff, madeUpRopes, madeUpRun, today } from './made-up.ts';

const cliff = madeUpCliff();
const rows = Array.from({ length: 20_000 }, (_, index) => ({
  number: String(10_000 + index),
  name: `Contact ${index + 1}`,
  recency: cliff.columns[index % 100]?.to ?? '',
  count: (index * 37) % 1000,
}));
const nothing = () => {};
const found = {
  run: 12,
  endedAt: '2026-11-24T07:40:00Z',
  counts: { ...madeUpRun.counts, delete: 12_041, anonymise: 3_310 },
  base: 151_340,
  address: '#',
};

function Gallery() {
  const parameters = new URLSearchParams(location.search);
  const [months, setMonths] = useState(Number(parameters.get('months') ?? 36));
  const [selected, setSelected] = useState<number | null>(null);
  const [sort, setSort] = useState<Sort>({ column: 'recency', descending: true });
  const shown: Record<string, ReactNode> = {
    cliff: <Cliff {...{ cliff, months, selected }} onMonthsChange={setMonths} onSelect={setSelected} />,
    ropes: madeUpRopes.map((rope) => <Rope key={rope.recency} rope={rope} today={today} />),
    list: (
      <DataList
        name="gallery"
        label="List"
        list={allRows(rows)}
        keyOf={({ number }) => number}
        onOpen={nothing}
        addressOf={({ number }) => `/contacts/${number}`}
        sort={sort}
        onSort={setSort}
        filters={<TextInput label="Filter" />}
        columns={[
          { id: 'name', label: 'Name', render: ({ name }) => name, sortable: true },
          { id: 'number', label: 'Number', render: ({ number }) => number, hideable: true },
          {
            id: 'recency',
            label: 'Recency',
            render: ({ recency }) => recency,
            sortable: true,
            hideable: true,
          },
          { id: 'count', label: 'Count', render: ({ count }) => count, align: 'right', width: '6rem' },
        ]}
        empty={{ title: 'Nothing here' }}
      />
    ),
    states: (
      <Stack>
        {[null, new Problem('database-unavailable', 503)].map((error) => (
          <DataList
            key={String(error)}
            name="gallery-empty"
            label="Empty"
            list={{ ...allRows<{ id: number }>([]), error }}
            keyOf={({ id }) => id}
            columns={[]}
            empty={{ title: 'Nothing here', hint: 'What it is.', act: <Button color="rope">Do</Button> }}
          />
        ))}
        <DataList
          name="gallery-loading"
          label="Loading"
          list={{ ...allRows<{ id: number }>([]), loading: true }}
          keyOf={({ id }) => id}
          columns={[]}
          empty={{ title: '' }}
        />
      </Stack>
    ),
    steps: (
      <ThreeSteps
        simulation={found}
        check={{ ...found, run: 14, drift: { noLongerEligible: 14, newlyEligible: 3 } }}
        checking={null}
        onConfirm={nothing}
        pending={false}
      />
    ),
    progress: <RunProgress run={madeUpRun} onCancel={nothing} />,
  };
  const only = parameters.get('show');
  return (
    <Box component="main" p={{ base: 'md', sm: 'xl' }} maw={1250}>
      <h1 className="heard">Gallery</h1>
      <Stack gap={64}>
        {Object.entries(shown)
          .filter(([name]) => only === null || only === name)
          .map(([name, what]) => (
            <Stack key={name} gap="xl" id={name}>
              {what}
            </Stack>
          ))}
      </Stack>
    </Box>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <Speaking operator={undefined}>
      <Gallery />
    </Speaking>
  </MantineProvider>,
);
