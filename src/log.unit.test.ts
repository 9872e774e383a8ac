import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  const error = Object.assign(new Error('Key (email)=(ada@example.org) already exists'), { code: '23505' });

  it.each([
    [
      'under err, with a message',
      (log: ReturnType<typeof createLog>) => log.error({ err: error }, 'something failed'),
    ],
    ['under err, alone', (log: ReturnType<typeof createLog>) => log.error({ err: error })],
    ['as it is', (log: ReturnType<typeof createLog>) => log.error(error)],
  ])('keeps of an error its kind, code and place, never its message: %s', (_how, write) => {
    const lines: string[] = [];
    write(createLog({ write: (line) => lines.push(line) }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('ada@example.org');
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      err: { type: 'Error', code: '23505' },
      msg: 'something failed',
    });
    expect(JSON.parse(lines[0] as string).err.at[0]).toContain('log.unit.test.ts');
  });

  it('drops a request or a reply that somebody hands it', () => {
    const lines: string[] = [];
    createLog({ write: (line) => lines.push(line) }).info(
      { req: { url: '/?q=ada' }, res: { ip: '192.0.2.1' } },
      'x',
    );
    expect(lines.join('')).not.toMatch(/ada|192/);
  });
});
