import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import {
  checkSealPublicKey,
  generateSealKeyPair,
  openSealed,
  readSealed,
  setSealKey,
} from '../retention/retention.ts';
import { runNumber } from './arguments.ts';
import { write } from './output.ts';
import { withInstitution } from './with-database.ts';

export function register(program: Command): void {
  const seal = program
    .command('seal')
    .description('the sealed log: erased identities that only support can open, for one year');
  seal
    .command('keygen')
    .description('make a key pair; the private key is printed once and kept by support, away from Rappel')
    .action(async () => {
      const { publicKey, privateKey } = await generateSealKeyPair();
      console.log(`public key:  ${publicKey}\nprivate key: ${privateKey}`);
      console.error('Keep the private key where Rappel is not; it is not stored anywhere.');
      console.error('Then: rappel seal set <public key>');
    });
  seal
    .command('set')
    .description('seal erased identities with this public key from now on')
    .argument('<public-key>', 'age1…')
    .option('--institution <slug>')
    .action(async (publicKey: string, { institution: slug }: { institution?: string }) => {
      await checkSealPublicKey(publicKey);
      await withInstitution(slug, async ({ database, institution }) => {
        await setSealKey(database, institution, publicKey, new Date());
        console.log(`erased identities of ${institution.slug} will be sealed`);
      });
    });
  seal
    .command('read')
    .description('write the sealed rows of a run to a file, for support; it is audited')
    .argument('<run>', 'number of the run', runNumber)
    .requiredOption('--out <file>')
    .option('--institution <slug>')
    .action(async (run: number, { out, institution: slug }: { out: string; institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        const ranges = await readSealed(database, institution, run, new Date());
        await writeFile(out, `${ranges.map((range) => JSON.stringify(range)).join('\n')}\n`, { mode: 0o600 });
        const count = ranges.reduce((sum, range) => sum + range.identities.length, 0);
        console.log(`${count} sealed identities written to ${out}`);
      });
    });
  seal
    .command('open')
    .description('open a file of sealed rows with the private key; prints one JSON object per identity')
    .argument('<file>')
    .requiredOption('--key <key>', 'the private key (AGE-SECRET-KEY-1…), or a file that holds it')
    .action(async (file: string, { key }: { key: string }) => {
      const privateKey = key.startsWith('AGE-SECRET-KEY-') ? key : await keyIn(key);
      for (const range of await parse(file)) {
        const identities = range.identities.map((text) => Buffer.from(text, 'base64'));
        const opened = await openSealed(privateKey, range.wrappedKey, identities);
        await write(opened.map((text) => `${text}\n`).join(''));
      }
    });
}

/** The key in a file: alone, or with the comments that `age-keygen` and `rappel seal keygen` write around it. */
async function keyIn(file: string): Promise<string> {
  const found = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(await readFile(file, 'utf8'));
  if (found === null)
    throw new DomainError('seal-not-opened', `${file} holds no private key (AGE-SECRET-KEY-1…)`);
  return found[0];
}

const sealedRange = z.object({ wrappedKey: z.string(), identities: z.array(z.string()) });

async function parse(file: string) {
  const text = await readFile(file, 'utf8');
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => sealedRange.parse(JSON.parse(line)));
  } catch {
    throw new DomainError('seal-not-opened', `${file} is no file of sealed rows (rappel seal read)`);
  }
}
