import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptSecret } from './secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rappel-secret-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('is made once, for the owner of the folder alone, and kept', async () => {
  const secret = await keptSecret(folder);
  expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(32);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  expect(await keptSecret(folder)).toBe(secret);
});

it('differs from one folder to the next', async () => {
  const secret = await keptSecret(folder);
  await rm(join(folder, 'secret'));
  expect(await keptSecret(folder)).not.toBe(secret);
});

it('is refused where it was cut short, and not replaced', async () => {
  await writeFile(join(folder, 'secret'), 'short\n');
  await expect(keptSecret(folder)).rejects.toMatchObject({ code: 'wrong-setting' });
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('short\n');
});
