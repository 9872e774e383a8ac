import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

it('a folder is made with those above it', () => {
  const parent = mkdtempSync(join(tmpdir(), 'rappel-lock-'));
  lockFolder(join(parent, 'one', 'two'))();
  rmSync(parent, { recursive: true });
});

it.runIf(process.platform === 'linux')(
  'a folder that cannot be made is told at once, by its variable',
  () => {
    expect(() => lockFolder('/proc/rappel/data')).toThrow(/^RAPPEL_DATA \/proc\/rappel\/data cannot be made/);
  },
);
