export { WorkerPool } from './WorkerPool.ts';
export { SfuError, type SfuErrorCode } from './SfuError.ts';
export type { MediaPeer } from './MediaPeer.ts';
export type { MediaRoom } from './MediaRoom.ts';
export type * from './types.ts';
