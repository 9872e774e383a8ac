import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const program = [
  ['/usr/sbin', '/usr/lib'],
  ['/usr/sbin', '/usr/libexec'],
  ['/usr/local/sbin', '/usr/local/libexec'],
  ['/opt/homebrew/sbin', '/opt/homebrew/libexec'],
]
  .map(([programs, parts]) => [`${programs}/dovecot`, `${parts}/dovecot/imap`])
  .find((files) => files.every(existsSync))?.[0];
/** Whether there is an IMAP server: scripts/install-dovecot.sh brings it where it may. */
export const hasImapServer = program !== undefined;

const PASSWORD = 'p@ss/word%';
const USER = 'bounces@example.org';

interface Owner {
  name: string;
  group: string;
  uid: number;
  gid: number;
}

/** A real IMAP server (Dovecot) on a folder of its own, as an ordinary user, with one mailbox. */
export class ImapServer {
  readonly #folder: string;
  readonly #port: number;
  readonly #owner: Owner;
  #process: ChildProcess | undefined;
  #count = 0;

  private constructor(folder: string, port: number, owner: Owner) {
    this.#folder = folder;
    this.#port = port;
    this.#owner = owner;
  }

  static async start(): Promise<ImapServer> {
    // A socket's path may have 107 characters at most.
    const folder = await mkdtemp(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), 'rappel-imap-'));
    const server = new ImapServer(folder, await freePort(), ownerOf());
    for (const part of ['run', 'mail', 'mail/new', 'mail/cur', 'mail/tmp']) await server.#makeFolder(part);
    await chown(folder, server.#owner.uid, server.#owner.gid);
    await writeFile(join(folder, 'dovecot.conf'), server.#configuration());
    await writeFile(join(folder, 'users'), `${USER}:{PLAIN}${PASSWORD}::::::\n`);
    await server.goOn();
    return server;
  }

  get url(): string {
    return this.urlOf({});
  }

  urlOf({ user = USER, password = PASSWORD, folder = 'INBOX' }): string {
    const [name, secret] = [user, password].map(encodeURIComponent);
    return `imap://${name}:${secret}@127.0.0.1:${this.#port}/${folder}`;
  }

  /** Puts a message into the mailbox, as a mail server delivers it; messages have the order of their arrival. */
  async deliver(message: Buffer | string): Promise<void> {
    this.#count += 1;
    const name = `${1_700_000_000 + this.#count}.M${this.#count}P1.host`;
    const file = join(this.#folder, 'mail', 'new', name);
    await writeFile(file, message);
    await chown(file, this.#owner.uid, this.#owner.gid);
  }

  /** The messages of a folder as they stand on the disk, with their flags (`S`: read). */
  async messages(folder?: string): Promise<{ flags: string; text: string }[]> {
    const path = join(this.#folder, 'mail', ...(folder === undefined ? [] : [`.${folder}`]));
    const found: { flags: string; text: string }[] = [];
    for (const part of ['new', 'cur']) {
      for (const name of (await readdir(join(path, part)).catch(() => [])).sort()) {
        found.push({
          flags: name.split(':2,')[1] ?? '',
          text: await readFile(join(path, part, name), 'latin1'),
        });
      }
    }
    return found;
  }

  /** Gives every message another number, as a restored mailbox has it (UIDVALIDITY). */
  async renumber(): Promise<void> {
    await this.halt();
    for (const name of await readdir(join(this.#folder, 'mail'))) {
      // it remembers the last number in dovecot-uidvalidity, and takes another
      if (name === 'dovecot-uidlist' || name.startsWith('dovecot.'))
        await rm(join(this.#folder, 'mail', name), { recursive: true });
    }
    await this.goOn();
  }

  async halt(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    // Asked to end, it may wait a minute for who is signing in; its processes are a group of their own.
    process.kill(-server.pid, 'SIGKILL');
    await ended;
  }

  async goOn(): Promise<void> {
    const { uid, gid } = this.#owner;
    this.#process = spawn(program as string, ['-F', '-c', join(this.#folder, 'dovecot.conf')], {
      stdio: 'ignore',
      detached: true,
      cwd: this.#folder,
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    });
    for (let tries = 0; tries < 200; tries += 1) {
      if (await answers(this.#port)) return;
      await sleep(50);
    }
    throw new Error(`Dovecot does not start: ${await readFile(join(this.#folder, 'log'), 'utf8')}`);
  }

  async close(): Promise<void> {
    await this.halt();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #makeFolder(name: string): Promise<void> {
    await mkdir(join(this.#folder, name));
    await chown(join(this.#folder, name), this.#owner.uid, this.#owner.gid);
  }

  #configuration(): string {
    const { name, group } = this.#owner;
    const { uid, gid } = this.#owner;
    return `
base_dir = ${this.#folder}/run
state_dir = ${this.#folder}/run
log_path = ${this.#folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${name}
default_internal_group = ${group}
default_login_user = ${name}
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:${this.#folder}/mail
passdb {
  driver = passwd-file
  args = ${this.#folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${this.#folder}/mail
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.#port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
  }
}

/** Dovecot lets nobody read mail as root. */
function ownerOf(): Owner {
  const { username, uid, gid } = userInfo();
  const name = uid === 0 ? 'nobody' : username;
  const id = (which: string) => execFileSync('id', [which, name], { encoding: 'utf8' }).trim();
  return uid === 0
    ? { name, group: id('-gn'), uid: Number(id('-u')), gid: Number(id('-g')) }
    : { name, group: id('-gn'), uid, gid };
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    // It greets when it can be signed in to.
    socket.once('data', (greeting) => {
      socket.destroy();
      resolve(greeting.toString().startsWith('* OK'));
    });
    socket.once('error', () => resolve(false));
  });
}
