import type { types } from 'mediasoup-client';

// mediasoup-client's classes as far as the media link uses them, without a browser: for tests.

type Handler = (data: object, done: (answer?: object) => void, failed: (error: Error) => void) => void;

export class FakeTrack {
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';

  stop(): void {
    this.readyState = 'ended';
  }

  getSettings(): MediaTrackSettings {
    return { width: 1280, height: 720 };
  }

  get asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

/** A producer or a consumer. */
export class FakeFlow {
  readonly id: string;
  readonly track = new FakeTrack();
  closed = false;
  paused = false;
  replaced = 0;

  constructor(id: string) {
    this.id = id;
  }

  close(): void {
    this.closed = true;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  replaceTrack(): Promise<void> {
    this.replaced++;
    return Promise.resolve();
  }

  setRtpEncodingParameters(): Promise<void> {
    return Promise.resolve();
  }
}

export class FakeTransport {
  readonly id: string;
  readonly flows: FakeFlow[] = [];
  readonly restarts: object[] = [];
  /** What consuming waits for. */
  consuming: Promise<void> = Promise.resolve();
  connectionState: types.ConnectionState = 'new';
  closed = false;
  readonly #handlers = new Map<string, Handler>();

  constructor(id: string) {
    this.id = id;
  }

  on(name: string, handler: Handler): void {
    this.#handlers.set(name, handler);
  }

  become(state: types.ConnectionState): void {
    this.connectionState = state;
    void this.#emit('connectionstatechange', {});
  }

  /** Connects with the first producer, as the real one does, and asks for every producer's id. */
  async produce({ appData }: types.ProducerOptions): Promise<FakeFlow> {
    if (this.closed) throw new Error('closed');
    const kind = appData?.['source'] === 'microphone' ? 'audio' : 'video';
    const codecs = [{ mimeType: `${kind}/x`, clockRate: 90_000, payloadType: 96 }];
    if (this.connectionState === 'new') {
      const fingerprints = [{ algorithm: 'sha-256', value: 'AA' }];
      await this.#emit('connect', { dtlsParameters: { fingerprints } });
      this.connectionState = 'connected';
    }
    const answer = await this.#emit('produce', { kind, rtpParameters: { codecs, encodings: [] }, appData });
    const flow = new FakeFlow('id' in answer ? String(answer.id) : '');
    this.flows.push(flow);
    return flow;
  }

  async consume({ id }: types.ConsumerOptions): Promise<FakeFlow> {
    await this.consuming;
    const flow = new FakeFlow(String(id));
    this.flows.push(flow);
    return flow;
  }

  restartIce({ iceParameters }: { iceParameters: object }): Promise<void> {
    this.restarts.push(iceParameters);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    for (const flow of this.flows) flow.close();
  }

  get asTransport(): types.Transport {
    return this as unknown as types.Transport;
  }

  #emit(name: string, data: object): Promise<object> {
    return new Promise((resolve, reject) => {
      const done = (answer: object = {}) => {
        resolve(answer);
      };
      this.#handlers.get(name)?.(data, done, reject);
    });
  }
}

export class FakeDevice {
  readonly send = new FakeTransport('send');
  readonly receive = new FakeTransport('receive');
  readonly sendRtpCapabilities: types.RtpCapabilities = { codecs: [] };

  createSendTransport(): types.Transport {
    return this.send.asTransport;
  }

  createRecvTransport(): types.Transport {
    return this.receive.asTransport;
  }
}
