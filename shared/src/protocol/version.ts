/** The protocol version this build speaks. A server accepts this one and the one before. */
export const PROTOCOL_VERSION = 1;

/** Versions a server of this build accepts in `hello`, newest first. */
export const ACCEPTED_PROTOCOL_VERSIONS: readonly number[] = [PROTOCOL_VERSION];

/** Largest message in bytes that a client may send; a larger one is answered with TOO_LARGE (PROTOCOL.md P3). */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** A heartbeat is sent this often, in milliseconds. */
export const HEARTBEAT_MS = 5_000;

/** A line that was silent this long, in milliseconds, is dead. */
export const DEAD_AFTER_MS = 12_000;

/** A participant whose socket is lost may come back within this time, in milliseconds, and misses nothing. */
export const AWAY_GRACE_MS = 60_000;
