import {
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerClosedError,
  MongoServerError,
  MongoSystemError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { FernblickError } from '@fernblick/shared/protocol';
import { UniqueViolation } from '../engine/DocumentEngine.ts';

// Codes of the server: https://www.mongodb.com/docs/manual/reference/error-codes/
const DUPLICATE_KEY = 11_000;
const OUT_OF_DISK_SPACE = 14_031;
/** WriteConcernTimeout, ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary, Interrupted..., NotPrimary... */
const passingCodes = new Set<unknown>([64, 91, 189, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** Out of reach, closed, or a majority did not confirm in time. */
const unreachable = [
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerClosedError,
  MongoSystemError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
];
/** A server that steps down, starts or stops labels its errors so. */
const passing = ['RetryableWriteError', 'RetryableReadError', 'TransientTransactionError'];

/** What an error of the driver means for whoever asked. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError) {
    // A batch that failed on its way wraps what happened to the connection.
    if (error.errorResponse instanceof MongoError) return storeError(error.errorResponse);
    if (error.code === DUPLICATE_KEY) return new UniqueViolation(error.message);
    if (error.code === OUT_OF_DISK_SPACE) return new FernblickError('DISK_FULL', error.message);
  }
  const gone =
    unreachable.some((type) => error instanceof type) ||
    passingCodes.has(error.code) ||
    passing.some((label) => error.hasErrorLabel(label));
  return gone ? new FernblickError('STORE_UNAVAILABLE', 'the database cannot be reached') : error;
}

/** Runs an operation of the driver; its errors come out as the store's. */
export async function mapped<Result>(operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (error) {
    throw storeError(error);
  }
}
