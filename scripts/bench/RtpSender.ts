import { createSocket, type Socket } from 'node:dgram';

/** 720p30 at about 1.2 Mbit/s. */
const FPS = 30;
const PACKETS_PER_FRAME = 5;
const VIDEO_BYTES = 1_000;
/** A key frame now and then, as large as ten others. */
const KEY_EVERY = 300;
const KEY_PACKETS = 40;
const AUDIO_MS = 20;
const AUDIO_BYTES = 90;

interface Place {
  port: number;
  ssrc: number;
}

/** Plays a camera (VP8) and a microphone (Opus) as RTP: packets as browsers send them, paced over each frame. */
export class RtpSender {
  videoPackets = 0;
  readonly #socket: Socket = createSocket('udp4');
  readonly #video: Place;
  readonly #audio: Place;
  #timer: NodeJS.Timeout | undefined;
  #from = 0;
  #frames = 0;
  #sounds = 0;
  #sequence = { video: 0, audio: 0 };
  readonly #waiting: Buffer[] = [];

  constructor(video: Place, audio: Place) {
    this.#video = video;
    this.#audio = audio;
  }

  start(): void {
    this.#from = performance.now() - (this.#frames * 1_000) / FPS;
    this.#timer = setInterval(() => this.#beat(), 4);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#waiting.length = 0;
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  #beat(): void {
    const passed = performance.now() - this.#from;
    for (; (this.#frames * 1_000) / FPS <= passed; this.#frames++) this.#frame();
    // What a frame left goes out in a few beats: a burst would overflow the socket at the other end.
    for (const packet of this.#waiting.splice(0, 8)) {
      this.#socket.send(packet, this.#video.port, '127.0.0.1');
      this.videoPackets++;
    }
    for (; this.#sounds * AUDIO_MS <= passed; this.#sounds++) {
      const payload = Buffer.alloc(AUDIO_BYTES, 0x78);
      const stamp = this.#sounds * AUDIO_MS * 48;
      const packet = rtp(111, this.#sequence.audio++, stamp, this.#audio.ssrc, true, payload);
      this.#socket.send(packet, this.#audio.port, '127.0.0.1');
    }
  }

  #frame(): void {
    const isKey = this.#frames % KEY_EVERY === 0;
    const count = isKey ? KEY_PACKETS : PACKETS_PER_FRAME;
    const stamp = this.#frames * (90_000 / FPS);
    for (let part = 0; part < count; part++) {
      const payload = Buffer.alloc(VIDEO_BYTES, 0x5a);
      // VP8: descriptor with S for a frame's first packet, then the frame header, whose lowest bit is 0 for a key frame.
      payload[0] = part === 0 ? 0x10 : 0;
      if (part === 0) {
        payload[1] = isKey ? 0x10 : 0x11;
        if (isKey) payload.set([0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02], 2);
      }
      this.#waiting.push(
        rtp(96, this.#sequence.video++, stamp, this.#video.ssrc, part === count - 1, payload),
      );
    }
  }
}

function rtp(
  payloadType: number,
  sequence: number,
  stamp: number,
  ssrc: number,
  marker: boolean,
  payload: Buffer,
): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = payloadType | (marker ? 0x80 : 0);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(stamp >>> 0, 4);
  header.writeUInt32BE(ssrc >>> 0, 8);
  return Buffer.concat([header, payload]);
}
