import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '../bootstrap/cacheFolder.mjs';
import { hasCommand } from '../bootstrap/debianPackages.ts';
import { hashFiles } from '../bootstrap/hashFiles.ts';
import { runQuietly } from '../bootstrap/processes.mjs';

/** A MongoDB, or what stands in for one, that a test run may fill and throw away. */
export interface TestMongo {
  /** Where the official driver connects to; it names no database. */
  uri: string;
  kind: 'given' | 'mongod' | 'stand-in';
  /** Ends what was started, and leaves a given one alone. */
  close(): Promise<void>;
}

const startTimeoutMs = 60_000;

/**
 * The first of these that is there: MONGODB_TEST_URI; a mongod on the PATH, started on an empty folder;
 * mongo-java-server, fetched with Maven and started with Java. Otherwise the reason why there is none.
 */
export async function startTestMongo(): Promise<TestMongo | { unavailable: string }> {
  const given = process.env.MONGODB_TEST_URI;
  if (given) return { uri: given, kind: 'given', close: async () => {} };
  if (hasCommand('mongod')) return startMongod();
  if (!hasCommand('java')) return { unavailable: 'neither MONGODB_TEST_URI nor mongod nor Java is there' };
  try {
    return await startStandIn(await fetchJars());
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) };
  }
}

async function startMongod(): Promise<TestMongo> {
  const folder = mkdtempSync(join(tmpdir(), 'fernblick-mongod-'));
  const port = await freePort();
  const args = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const child = spawn('mongod', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await firstMatch(child, /waiting for connections/i);
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    kind: 'mongod',
    close: async () => {
      await end(child, () => child.kill());
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startStandIn(jars: string): Promise<TestMongo> {
  const source = join(import.meta.dirname, 'MongoStandIn.java');
  // It ends when its input closes, so it does not outlive this process.
  const child = spawn('java', ['-cp', join(jars, '*'), source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [, port] = await firstMatch(child, /^PORT (\d+)$/);
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    kind: 'stand-in',
    close: () => end(child, () => child.stdin.end()),
  };
}

/** Fetches the stand-in's jars into the cache, unless they are there. */
async function fetchJars(): Promise<string> {
  const jars = cacheFolder('mongodb-stand-in', hashFiles(import.meta.dirname, ['pom.xml']).slice(0, 12));
  if (existsSync(jars)) return jars;
  if (!hasCommand('mvn')) throw new Error('Maven, which fetches mongo-java-server, is not there');
  mkdirSync(dirname(jars), { recursive: true });
  const aside = mkdtempSync(`${jars}-`);
  try {
    const pom = join(import.meta.dirname, 'pom.xml');
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${aside}`];
    await runQuietly('mvn', ['-q', '-B', '-f', pom, ...goal]);
    // Another run may have been quicker.
    if (!existsSync(jars)) renameSync(aside, jars);
    return jars;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The first line of a child's output that matches; fails if it ends or takes too long before. */
async function firstMatch(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  if (!child.stdout) throw new Error('no output to read');
  const timer = setTimeout(() => child.kill(), startTimeoutMs);
  try {
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const match = pattern.exec(line);
      if (match) {
        child.stdout.resume();
        return match;
      }
    }
    throw new Error(`${child.spawnfile} ended before it listened`);
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess, ask: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  ask();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
