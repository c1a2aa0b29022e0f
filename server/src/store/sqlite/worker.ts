import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from './failures.ts';
import type { Answer, Ask, Outcome, ReadRequest, ThreadData, WriteRequest } from './requests.ts';
import { select, table } from './sql.ts';
import { SqliteWriter } from './SqliteWriter.ts';
import { Statements } from './Statements.ts';

// The thread that holds one connection: SQLite is synchronous, and signalling must not wait for an fsync.
if (!parentPort) throw new Error('runs in a worker thread only');
const port = parentPort;
const { file, mode } = workerData as ThreadData;

const db = new DatabaseSync(file, { readOnly: mode === 'read', timeout: 5_000 });
if (mode === 'write') db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');

const statements = new Statements(db);
const writer = new SqliteWriter(db);
let queue: { id: number; request: WriteRequest }[] = [];

const answer = (id: number, outcome: Outcome) => port.postMessage({ id, outcome } satisfies Answer);

function read(request: ReadRequest): Outcome {
  try {
    switch (request.kind) {
      case 'get': {
        const sql = `SELECT doc FROM ${table(request.collection)} WHERE id = ?`;
        return { ok: true, value: statements.column({ sql, values: [request.id] }, 'doc') };
      }
      case 'find':
        return { ok: true, value: statements.column(select(request.collection, request.query), 'doc') };
      case 'ping':
        return { ok: true, value: statements.column({ sql: 'SELECT 1 AS one', values: [] }, 'one') };
    }
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Takes everything that came in while the last commit waited for the disk. */
function flush(): void {
  const batch = queue;
  queue = [];
  if (batch.length === 0) return;
  const outcomes = writer.write(batch.map((item) => item.request));
  outcomes.forEach((outcome, index) => {
    const item = batch[index];
    if (item) answer(item.id, outcome);
  });
}

port.on('message', ({ id, request }: Ask) => {
  switch (request.kind) {
    case 'close':
      flush();
      db.close();
      port.close();
      break;
    case 'get':
    case 'find':
    case 'ping':
      answer(id, read(request));
      break;
    default:
      queue.push({ id, request });
      // Runs after all messages that are already there, so a lone write waits for nobody.
      if (queue.length === 1) setImmediate(flush);
  }
});
