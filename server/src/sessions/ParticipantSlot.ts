import type {
  Author,
  Device,
  DeviceReport,
  LeaveReason,
  Participant,
  ParticipantId,
  ParticipantState,
  Principal,
  Role,
} from '@fernblick/shared/protocol';
import { AWAY_GRACE_MS, authorOf } from '@fernblick/shared/protocol';
import { newToken, sha256 } from '../secrets.ts';
import type { MediaPeer } from '../sfu/index.ts';
import type { Connection } from './Connection.ts';

export interface SlotSeed {
  id: ParticipantId;
  who: Author;
  role: Role;
  device: Device;
  resumeHash?: string | undefined;
  joinedAt: number;
}

/** A participant's place in a session: it stays while sockets and transports come and go. */
export class ParticipantSlot {
  readonly id: ParticipantId;
  readonly who: Author;
  readonly role: Role;
  readonly joinedAt: number;
  device: Device;
  state: ParticipantState = { state: 'joining' };
  report: DeviceReport = {};
  /** Busy with another call since then; see `SessionMedia.hold`. */
  hold: { since: number } | undefined;
  /** Consumers that shall flow as far as their owner is concerned. */
  readonly wanted = new Set<string>();
  connection: Connection | undefined;
  peer: MediaPeer | undefined;
  resumeHash: string | undefined;
  #awayTimer: NodeJS.Timeout | undefined;

  constructor(seed: SlotSeed) {
    this.id = seed.id;
    this.who = seed.who;
    this.role = seed.role;
    this.device = seed.device;
    this.resumeHash = seed.resumeHash;
    this.joinedAt = seed.joinedAt;
  }

  static seed(id: ParticipantId, principal: Principal, device: Device): SlotSeed {
    const role = principal.kind === 'person' || principal.kind === 'device' ? principal.role : 'technician';
    return { id, who: authorOf(principal), role, device, joinedAt: Date.now() };
  }

  /** People of the office: those who may answer a call. */
  get staff(): boolean {
    return this.role !== 'technician';
  }

  /** In the call: seen by the others as present, or expected back. */
  get present(): boolean {
    return this.state.state === 'connected' || this.state.state === 'away' || this.state.state === 'joining';
  }

  view(): Participant {
    const { id, who, role, device, state, report, hold } = this;
    return { id, who, role, device, state, report, ...(hold && { hold }) };
  }

  /** A new secret to come back with; the old one is void. */
  renewToken(): string {
    const token = newToken();
    this.resumeHash = sha256(token);
    return token;
  }

  isSame(principal: Principal): boolean {
    return this.who.kind === principal.kind && this.who.id === principal.id;
  }

  /** The socket is lost: wait for it to come back. */
  startAway(onExpired: () => void, graceMs = AWAY_GRACE_MS): void {
    this.stopAway();
    this.state = { state: 'away', until: Date.now() + graceMs };
    this.#awayTimer = setTimeout(onExpired, graceMs);
    this.#awayTimer.unref();
  }

  stopAway(): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
  }

  /** Lets go of everything; the record of the participant stays with the session. */
  release(reason: LeaveReason): void {
    this.stopAway();
    this.state = { state: 'left', reason };
    this.resumeHash = undefined;
    this.peer?.close();
    this.peer = undefined;
    if (this.connection) this.connection.participation = undefined;
    this.connection = undefined;
  }
}
