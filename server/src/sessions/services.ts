import type { Logger } from 'pino';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import type { Config } from '../config.ts';
import type { WorkerPool } from '../sfu/index.ts';
import type { Store } from '../store/Store.ts';
import type { Hub } from './Hub.ts';
import type { CameraTimes } from './SessionCameras.ts';

/** How long things last; tests shorten them. Milliseconds. */
export interface SessionTimes {
  /** A lost participant may come back. */
  awayMs: number;
  /** A call rings. */
  ringMs: number;
  /** A device is asked for its camera. */
  camera?: CameraTimes;
  /** A test of the media port lasts. */
  networkTestMs?: number;
}

/** What sessions are built upon. */
export interface SessionServices {
  store: Store;
  logs: AnnotationLogs;
  hub: Hub;
  news: CaseNews;
  pool: WorkerPool;
  turn: Config['turn'];
  times: SessionTimes;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Names this process in leases. */
  owner: string;
}
