import type {
  Author,
  CameraAskId,
  CameraConsent,
  CameraSettings,
  CameraView,
  ParticipantId,
  RequestData,
} from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import type { LiveSession } from './LiveSession.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';

/** How long an asked device may take. Milliseconds. */
export interface CameraTimes {
  /** Its person is asked first and may have the hands full. */
  consentMs: number;
  commandMs: number;
  /** After a "not now" the person is left in peace for so long. */
  restMs: number;
}
export const cameraTimes: CameraTimes = { consentMs: 45_000, commandMs: 8_000, restMs: 20_000 };

/** More askings than a hurried hand makes wait for one device. */
const MAX_WAITING = 8;

interface Asking {
  device: ParticipantSlot;
  by: Author;
  command: RequestData<'camera.ask'>['command'];
  answered: PromiseWithResolvers<CameraSettings>;
  timer: NodeJS.Timeout;
}

type Report = Pick<CameraView, 'can' | 'now'>;

/** Which cameras of a session can be asked for what, who allowed it, and which askings wait for an answer. */
export class SessionCameras {
  readonly #session: LiveSession;
  readonly #times: CameraTimes;
  readonly #reports = new Map<ParticipantId, Report>();
  /** By person or guest: who loads the page anew is not asked again. */
  readonly #consents = new Map<string, CameraConsent>();
  readonly #restUntil = new Map<string, number>();
  readonly #askings = new Map<CameraAskId, Asking>();

  constructor(session: LiveSession, times: CameraTimes = cameraTimes) {
    this.#session = session;
    this.#times = times;
  }

  /** What one participant may know: the organisation's people all cameras, others their own. */
  viewsFor(slot: ParticipantSlot): CameraView[] {
    return this.#session.present
      .filter((device) => slot.staff || device === slot)
      .flatMap((device) => this.#view(device) ?? []);
  }

  report(device: ParticipantSlot, report: Report): void {
    this.#reports.set(device.id, report);
    this.#tell(device);
  }

  /**
   * Asks a device and waits for what it says.
   * @throws NO_CAMERA, CAMERA_UNABLE, CAMERA_DENIED, CAMERA_TIMEOUT, ID_CONFLICT, TOO_FAST
   */
  ask(by: Author, { askId, participantId, command }: RequestData<'camera.ask'>): Promise<CameraSettings> {
    const device = this.#session.slots.get(participantId);
    const camera = device && this.#view(device);
    if (!camera || device.state.state !== 'connected' || !device.connection)
      throw new FernblickError('NO_CAMERA', 'this device has no camera to ask for now');
    if (!isAble(camera, command)) throw new FernblickError('CAMERA_UNABLE', 'this camera cannot do that');
    if (camera.consent === 'forbidden') throw new FernblickError('CAMERA_DENIED', 'its person forbids it');
    const needsConsent = camera.consent !== 'allowed';
    if (needsConsent && performance.now() < (this.#restUntil.get(device.who.id) ?? 0))
      throw new FernblickError('CAMERA_DENIED', 'its person has just said not now');
    if (this.#askings.has(askId)) throw new FernblickError('ID_CONFLICT');
    if ([...this.#askings.values()].filter((asking) => asking.device === device).length >= MAX_WAITING)
      throw new FernblickError('TOO_FAST');

    const expiresInMs = needsConsent ? this.#times.consentMs : this.#times.commandMs;
    const answered = Promise.withResolvers<CameraSettings>();
    const timer = setTimeout(() => this.#fail(askId, 'CAMERA_TIMEOUT'), expiresInMs);
    timer.unref();
    this.#askings.set(askId, { device, by, command, answered, timer });
    device.connection.event('camera.asked', { askId, by, command, needsConsent, expiresInMs });
    return answered.promise;
  }

  /** The asked device's answer; one that comes late, twice or from another device changes nothing. */
  answer(device: ParticipantSlot, { askId, outcome, now }: RequestData<'camera.answer'>): void {
    const asking = this.#askings.get(askId);
    if (asking?.device !== device) return;
    const report = this.#reports.get(device.id);
    if (outcome === 'denied') {
      this.#restUntil.set(device.who.id, performance.now() + this.#times.restMs);
      this.#failAllOf(device, 'CAMERA_DENIED');
    } else if (outcome === 'failed' || !report) {
      this.#fail(askId, 'CAMERA_UNABLE');
    } else if (this.#consentOf(device) !== 'allowed') {
      this.#fail(askId, 'CAMERA_DENIED');
    } else {
      const settings = now ?? report.now;
      this.#reports.set(device.id, { ...report, now: settings });
      this.#take(askId)?.answered.resolve(settings);
      this.#tell(device, asking);
    }
  }

  /** The person's word for the rest of the session, for all who ask. */
  consent(device: ParticipantSlot, consent: CameraConsent): void {
    this.#consents.set(device.who.id, consent);
    this.#restUntil.delete(device.who.id);
    if (consent === 'forbidden') this.#failAllOf(device, 'CAMERA_DENIED');
    this.#tell(device);
  }

  /** Somebody is gone: nobody waits for their device any more. */
  left(slot: ParticipantSlot): void {
    this.#reports.delete(slot.id);
    this.#failAllOf(slot, 'NO_CAMERA');
  }

  close(): void {
    for (const askId of [...this.#askings.keys()]) this.#fail(askId, 'NO_CAMERA');
  }

  #consentOf({ who }: ParticipantSlot): CameraConsent {
    return this.#consents.get(who.id) ?? 'open';
  }

  #view(device: ParticipantSlot): CameraView | undefined {
    const report = this.#reports.get(device.id);
    return report && { participantId: device.id, ...report, consent: this.#consentOf(device) };
  }

  #tell(device: ParticipantSlot, cause?: Pick<Asking, 'by' | 'command'>): void {
    const camera = this.#view(device);
    if (!camera) return;
    const audience = this.#session.present.filter((slot) => slot.staff || slot === device);
    this.#session.emit(
      'camera.changed',
      { camera, ...(cause && { by: cause.by, command: cause.command }) },
      audience.map(({ id }) => id),
    );
  }

  #failAllOf(device: ParticipantSlot, code: 'CAMERA_DENIED' | 'NO_CAMERA'): void {
    for (const [askId, asking] of [...this.#askings]) if (asking.device === device) this.#fail(askId, code);
  }

  #fail(askId: CameraAskId, code: 'CAMERA_DENIED' | 'CAMERA_TIMEOUT' | 'CAMERA_UNABLE' | 'NO_CAMERA'): void {
    this.#take(askId)?.answered.reject(new FernblickError(code));
  }

  #take(askId: CameraAskId): Asking | undefined {
    const asking = this.#askings.get(askId);
    this.#askings.delete(askId);
    clearTimeout(asking?.timer);
    return asking;
  }
}

function isAble({ can }: CameraView, command: RequestData<'camera.ask'>['command']): boolean {
  switch (command.do) {
    case 'torch':
      return can.torch;
    case 'switch':
      return can.switch;
    case 'zoom':
      return can.zoom !== undefined && command.zoom >= can.zoom.min && command.zoom <= can.zoom.max;
  }
}
