import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('what a spreadsheet would take for a formula stays text', async () => {
  expect(await text(csvOf([{ name: '=1+1', town: 'Sion' }], {}))).toBe("name,town\n'=1+1,Sion\n");
});

it('fails where its rows fail, and ends nothing else', async () => {
  async function* rows() {
    yield { name: 'Ada' };
    throw new Error('the database went away');
  }
  await expect(text(csvOf(rows(), {}))).rejects.toThrow('the database went away');
});
