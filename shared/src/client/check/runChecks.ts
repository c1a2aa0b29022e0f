import { FernblickError } from '../../protocol/index.ts';
import type { RtpCapabilities } from '../../protocol/index.ts';
import { CaptureError } from '../capture/captureError.ts';
import type { CaptureProblem } from '../capture/captureError.ts';
import type { NetworkPath } from './networkPath.ts';

/** What is looked at, in this order. */
export const checkIds = ['secure', 'microphone', 'camera', 'codec', 'network', 'sound'] as const;
export type CheckId = (typeof checkIds)[number];

/** What was found; pages have a sentence and a way out for each. */
export type CheckFinding =
  | 'ok'
  | CaptureProblem
  | 'noCodec'
  /** The network lets media through over TCP or a relay only: it works, with more delay. */
  | 'tcp'
  | 'relay'
  | 'noPath'
  | 'offline'
  | 'busy'
  | 'notSignedIn'
  | 'blocked';

/** `note`: a call works, but not as well as it could. */
export type CheckState = 'ok' | 'note' | 'problem';

export interface CheckResult {
  id: CheckId;
  state: CheckState;
  finding: CheckFinding;
  /** A name to go with it: the device's, the codec's. */
  detail?: string;
}

export interface CheckParts {
  isSecure(): boolean;
  /** Opens a device for as long as the check is seen and gives its name. @throws CaptureError */
  open(kind: 'microphone' | 'camera'): Promise<string>;
  /** What this browser sends and receives, such as `video/VP8`. */
  ownCodecs(): readonly string[];
  serverCapabilities(): Promise<RtpCapabilities>;
  networkPath(): Promise<NetworkPath>;
  /** Plays something. @throws DOMException `NotAllowedError` */
  play(): Promise<void>;
  /** On the desk one may go without a camera. */
  cameraNeeded: boolean;
}

/** Codecs of ours that the server forwards, the wanted first. */
const videoCodecs = ['video/vp8', 'video/h264'];

/** Looks at everything a call needs, one after the other; what fails does not keep the rest from being looked at. */
export async function runChecks(parts: CheckParts, onResult: (result: CheckResult) => void): Promise<void> {
  for (const id of checkIds) onResult(await checks[id](parts));
}

const checks: Record<CheckId, (parts: CheckParts) => Promise<CheckResult>> = {
  async secure(parts) {
    const ok = parts.isSecure();
    return { id: 'secure', state: ok ? 'ok' : 'problem', finding: ok ? 'ok' : 'insecure' };
  },
  microphone: (parts) => openOne('microphone', parts, true),
  camera: (parts) => openOne('camera', parts, parts.cameraNeeded),
  async codec(parts) {
    try {
      const server = (await parts.serverCapabilities()).codecs.map(({ mimeType }) => mimeType.toLowerCase());
      const own = parts.ownCodecs().map((codec) => codec.toLowerCase());
      const common = videoCodecs.find((codec) => own.includes(codec) && server.includes(codec));
      if (!common) return { id: 'codec', state: 'problem', finding: 'noCodec' };
      const detail = common.slice('video/'.length).toUpperCase();
      return { id: 'codec', state: 'ok', finding: 'ok', detail };
    } catch (error) {
      return failed('codec', error);
    }
  },
  async network(parts) {
    try {
      const path = await parts.networkPath();
      if (path === 'none') return { id: 'network', state: 'problem', finding: 'noPath' };
      if (path === 'udp') return { id: 'network', state: 'ok', finding: 'ok', detail: 'UDP' };
      return { id: 'network', state: 'note', finding: path };
    } catch (error) {
      return failed('network', error);
    }
  },
  async sound(parts) {
    try {
      await parts.play();
      return { id: 'sound', state: 'ok', finding: 'ok' };
    } catch {
      return { id: 'sound', state: 'note', finding: 'blocked' };
    }
  },
};

async function openOne(
  id: 'microphone' | 'camera',
  parts: CheckParts,
  needed: boolean,
): Promise<CheckResult> {
  try {
    return { id, state: 'ok', finding: 'ok', detail: await parts.open(id) };
  } catch (error) {
    const finding = error instanceof CaptureError ? error.problem : 'unsupported';
    return { id, state: needed || finding !== 'none' ? 'problem' : 'note', finding };
  }
}

function failed(id: CheckId, error: unknown): CheckResult {
  const code = error instanceof FernblickError ? error.code : undefined;
  if (code === 'NOT_SIGNED_IN' || code === 'SIGNED_OUT') return { id, state: 'note', finding: 'notSignedIn' };
  if (code === 'TOO_FAST') return { id, state: 'note', finding: 'busy' };
  const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return { id, state: 'problem', finding: code === 'OFFLINE' || late ? 'offline' : 'unsupported' };
}

/** The results as lines to send to whoever helps: no ids, no addresses, no secrets. */
export function supportText(results: readonly CheckResult[], userAgent: string, at: Date): string {
  const lines = results.map(({ id, state, finding, detail }) =>
    [`${id}: ${state}`, finding !== 'ok' && finding, detail].filter(Boolean).join(', '),
  );
  return [`Fernblick check, ${at.toISOString()}`, `browser: ${userAgent}`, ...lines].join('\n');
}
