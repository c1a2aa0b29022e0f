import { pino, type Logger } from 'pino';

/** For tests: nobody reads what these servers have to say. */
export const quietLog: Logger = pino({ level: 'silent' });
