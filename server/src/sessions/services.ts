import type { Logger } from 'pino';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import type { Config } from '../config.ts';
import type { WorkerPool } from '../sfu/index.ts';
import type { Store } from '../store/Store.ts';
import type { StoreWatch } from '../store/StoreWatch.ts';
import type { Hub } from './Hub.ts';
import type { CameraTimes } from './SessionCameras.ts';

/** How long things last; tests shorten them. Milliseconds. */
export interface SessionTimes {
  /** A lost participant may come back. */
  awayMs: number;
  /** A call rings. */
  ringMs: number;
  /** A call rings on although nobody of the group has a desk open: a desk may be about to come back. */
  lonelyMs: number;
  /** Somebody who is called by name may lose their last page for so long. */
  reachMs: number;
  /** A device is asked for its camera. */
  camera?: CameraTimes;
  /** A test of the media port lasts. */
  networkTestMs?: number;
}

/** Told how long things took, in milliseconds since the message reached the server. */
export interface SessionMeters {
  strokeSent(ms: number): void;
  strokeAcknowledged(ms: number): void;
}

/** What sessions are built upon. */
export interface SessionServices {
  store: Store;
  storage: Pick<StoreWatch, 'state'>;
  logs: AnnotationLogs;
  hub: Hub;
  news: CaseNews;
  pool: WorkerPool;
  turn: Config['turn'];
  times: SessionTimes;
  meters: SessionMeters;
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Names this process in leases. */
  owner: string;
}
