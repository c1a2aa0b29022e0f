import { once } from 'node:events';
import { WebSocket } from 'ws';
import { MediaInfo } from '@fernblick/shared/api';
import type { CaseId, RequestData, RequestName, RequestReply, SurfaceId } from '@fernblick/shared/protocol';
import {
  newId,
  ParticipantId,
  PROTOCOL_VERSION,
  requests,
  RtpParameters,
  ServerMessage,
  SessionId,
  TrackId,
} from '@fernblick/shared/protocol';
import { vp8 } from '../../../server/src/sfu/fixtures.ts';
import type { Office, Someone } from './Office.ts';

const PING_MS = 5_000;

/** A client's socket without a browser: greets, joins, asks; counts what comes. */
export class SignalLine {
  /** Messages from the server so far. */
  received = 0;
  refused = 0;
  /** Told every event; without it events are only counted. */
  onEvent: ((name: string, data: unknown) => void) | undefined;
  readonly #socket: WebSocket;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #ping: NodeJS.Timeout;
  #next = 1;

  static async greet(office: Office, who: Someone): Promise<SignalLine> {
    const socket = new WebSocket(`${office.url.replace('http', 'ws')}/ws`, {
      headers: { cookie: who.cookie },
    });
    await once(socket, 'open');
    const line = new SignalLine(socket);
    await line.request('hello', { protocolVersion: PROTOCOL_VERSION, as: 'person' });
    return line;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.received++;
      if (this.#open.size > 0 || this.onEvent) this.#settle(data);
    });
    socket.on('close', () => this.#drop());
    socket.on('error', () => undefined);
    this.#ping = setInterval(() => socket.send('{"t":"ping"}'), PING_MS);
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  async request<Name extends RequestName>(name: Name, data: RequestData<Name>): Promise<RequestReply<Name>>;
  async request(name: RequestName, data: unknown): Promise<unknown> {
    const id = this.#next++;
    const open = Promise.withResolvers<unknown>();
    this.#open.set(id, open);
    this.#socket.send(JSON.stringify({ t: 'req', id, name, data }));
    return requests[name].reply.parse(await open.promise);
  }

  /** Sends without waiting for the answer, as fast as the caller likes. */
  send<Name extends RequestName>(name: Name, data: RequestData<Name>): void {
    this.#socket.send(JSON.stringify({ t: 'req', id: this.#next++, name, data }));
  }

  /** Takes part in the case's session as a desktop without a camera. */
  async join(who: Someone, caseId: CaseId): Promise<RequestReply<'session.join'>> {
    const { rtpCapabilities } = await who.ask(MediaInfo, 'GET', '/api/media');
    return this.request('session.join', {
      caseId,
      sessionId: newId(SessionId),
      participantId: newId(ParticipantId),
      open: 'wait',
      mode: 'active',
      rtpCapabilities,
      device: { kind: 'desktop' },
    });
  }

  /** Says that a camera is sent, so that there is a picture to draw on; no packet of it ever comes. */
  async openCamera(transportId: string): Promise<SurfaceId> {
    const { producer } = await this.request('producer.produce', {
      transportId,
      kind: 'video',
      source: 'camera',
      trackId: newId(TrackId),
      rtpParameters: RtpParameters.parse(vp8()),
    });
    if (!producer.surfaceId) throw new Error('the camera has no surface');
    return producer.surfaceId;
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const gone = once(this.#socket, 'close');
    this.#socket.close();
    await gone;
  }

  #settle(data: Buffer): void {
    const message = ServerMessage.parse(JSON.parse(data.toString('utf8')));
    if (message.t === 'ev') this.onEvent?.(message.name, message.data);
    if (message.t !== 'res') return;
    const open = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (message.ok) open?.resolve(message.data);
    else {
      this.refused++;
      open?.reject(new Error(`${message.error.code}: ${message.error.message ?? ''}`));
    }
  }

  #drop(): void {
    clearInterval(this.#ping);
    for (const open of this.#open.values()) open.reject(new Error('the socket is closed'));
    this.#open.clear();
  }
}
