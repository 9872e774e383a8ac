import { Select } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import type { Inspection, Reading } from './mapping.ts';

interface Props {
  inspection: Inspection;
  reading: Reading;
  onChange: (reading: Reading) => void;
}

/** How the file is read, as it was detected; by hand where that was wrong. */
export function ReadingFields({ inspection, reading, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.import;
  const options = (named: Record<string, string>) =>
    Object.entries(named).map(([value, label]) => ({ value, label }));
  if (inspection.format === 'xlsx') {
    const sheets = inspection.sheets ?? [];
    if (sheets.length < 2) return null;
    return (
      <Select
        label={words.sheet}
        allowDeselect={false}
        data={sheets.map((label, value) => ({ value: String(value), label }))}
        value={String(reading.sheet ?? 0)}
        onChange={(sheet) => onChange({ ...reading, sheet: Number(sheet) })}
      />
    );
  }
  return (
    <>
      <Select
        label={words.encoding}
        allowDeselect={false}
        data={options(words.encodings)}
        value={inspection.encoding ?? 'utf-8'}
        onChange={(encoding) => onChange({ ...reading, encoding: encoding as Reading['encoding'] })}
      />
      <Select
        label={words.delimiter}
        allowDeselect={false}
        data={options(words.delimiters)}
        value={inspection.delimiter ?? ';'}
        onChange={(delimiter) => onChange({ ...reading, delimiter: delimiter as Reading['delimiter'] })}
      />
    </>
  );
}
