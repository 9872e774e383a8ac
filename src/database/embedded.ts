import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { EmbeddedWorkerData } from './embedded-worker.ts';

/** The embedded database (PGlite) in its thread, reached with the protocol that `pg` speaks to a server. */
export interface EmbeddedDatabase {
  /** A connection for `pg` (its `stream` option). The engine has one session: open one at a time. */
  connection(): Duplex;
  /** The whole database as a tar file, from which another one starts in a fraction of a second. */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @throws the engine's error where the folder holds no database it can read */
export async function openEmbedded(data: EmbeddedWorkerData): Promise<EmbeddedDatabase> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: data });
  await once(worker, 'message');
  const answered = async () => (await once(worker, 'message'))[0];
  return {
    connection: () => new EmbeddedConnection(worker),
    async dump() {
      worker.postMessage('dump');
      return (await answered()).dump;
    },
    async close() {
      worker.postMessage('close');
      await answered();
      await worker.terminate();
    },
  };
}

const SYNC = 0x53;
const QUERY = 0x51;
const FLUSH = 0x48;
const TERMINATE = 0x58;
/** AuthenticationOk and ReadyForQuery: the engine has neither start-up message nor password. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/**
 * A socket's stand-in. `pg` writes Parse, Bind, Describe, Execute and Sync one by one; they are held back
 * until the message that asks for an answer, so that a query costs one way to the worker and back.
 */
class EmbeddedConnection extends Duplex {
  readonly #worker: Worker;
  readonly #onAnswer = (answer: unknown) => {
    if (answer instanceof Uint8Array) this.push(answer);
  };
  readonly #onError = (error: Error) => void this.destroy(error);
  #held: Buffer[] = [];
  #partial = Buffer.alloc(0);
  #started = false;

  constructor(worker: Worker) {
    super({ allowHalfOpen: false });
    this.#worker = worker;
    worker.on('message', this.#onAnswer);
    worker.once('error', this.#onError);
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  // what pg calls on a socket and a thread does not need
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#started) this.#forward(chunk);
    else {
      this.#started = true;
      this.push(WELCOME);
    }
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#worker.off('message', this.#onAnswer);
    this.#worker.off('error', this.#onError);
    done(error);
  }

  /** Splits the bytes into messages: a type, a length of four bytes that counts itself, the content. */
  #forward(chunk: Buffer): void {
    const bytes = this.#partial.length === 0 ? chunk : Buffer.concat([this.#partial, chunk]);
    let start = 0;
    while (bytes.length - start >= 5) {
      const end = start + 1 + bytes.readInt32BE(start + 1);
      if (end > bytes.length) break;
      const type = bytes[start];
      if (type === TERMINATE) {
        this.push(null);
        return;
      }
      this.#held.push(bytes.subarray(start, end));
      if (type === SYNC || type === QUERY || type === FLUSH) {
        this.#worker.postMessage(new Uint8Array(Buffer.concat(this.#held)));
        this.#held = [];
      }
      start = end;
    }
    this.#partial = Buffer.from(bytes.subarray(start));
  }
}
