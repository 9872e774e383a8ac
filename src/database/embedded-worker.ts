import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

/**
 * The thread of the embedded database. PGlite blocks the thread it runs on for as long as a statement takes,
 * so it has one of its own and the web server keeps answering. It is given PostgreSQL protocol messages and
 * gives back the server's.
 */
export interface EmbeddedWorkerData {
  /** `memory://` or a folder. */
  dataDir: string;
  /** A dump (`dumpDataDir`) that a new database starts from. */
  template: string | undefined;
}

const { dataDir, template } = workerData as EmbeddedWorkerData;
const port = parentPort;
if (port === null) throw new Error('embedded-worker.ts is started by embedded.ts only');

const database = await PGlite.create({
  dataDir,
  extensions: { pg_trgm }, // what the migrations create has to be given at each opening
  ...(template === undefined ? {} : { loadDataDir: new Blob([await readFile(template)]) }),
});
port.postMessage('ready');

let queue = Promise.resolve();
port.on('message', (message: Uint8Array | 'dump' | 'close') => {
  queue = queue.then(async () => {
    if (message === 'close') {
      await database.close();
      port.postMessage('closed');
      return;
    }
    if (message === 'dump') {
      port.postMessage({ dump: new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer()) });
      return;
    }
    // Not execProtocolRaw: it reads every answer as well and keeps its rows for ever (PGlite 0.5.16; an import of
    // 600,000 rows left 200 MB behind). A copy is sent: the original is the engine's memory.
    const answers: Uint8Array<ArrayBuffer>[] = [];
    await database.execProtocolRawStream(message, { onRawData: (bytes) => answers.push(bytes.slice()) });
    for (const answer of answers) port.postMessage(answer, [answer.buffer]); // only now: what is answered is on disk
  });
});
