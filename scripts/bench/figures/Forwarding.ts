import * as z from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../Child.ts';
import { cpuSeconds } from '../procfs.ts';
import { RtpSender } from '../RtpSender.ts';
import type { Scope } from '../Scope.ts';

const Place = z.object({ port: z.number().int(), ssrc: z.number().int() });
const Ready = z.object({ video: Place, audio: Place, workerPid: z.number().int() });
const Look = z.object({ workerMs: z.number(), packets: z.number() });

export interface ForwardingRun {
  /** CPU seconds of the media worker, and of it and its Node process together. */
  worker: number;
  all: number;
  seconds: number;
  /** Share of the camera's packets that the worker took: what overflows its socket is lost for all. */
  arrived: number;
}

/** One camera and microphone to many viewers, by the product or by the media library alone. */
export class Forwarding {
  readonly #child: Child;
  readonly #sender: RtpSender;
  readonly #workerPid: number;

  static async open(scope: Scope, kind: 'product' | 'bare', viewers: number): Promise<Forwarding> {
    const { child, ready } = await Child.start(scope, 'bare/forwarder.ts', Ready, {
      BENCH_KIND: kind,
      BENCH_VIEWERS: String(viewers),
    });
    const sender = scope.own(new RtpSender(ready.video, ready.audio), (opened) => opened.close());
    return new Forwarding(child, sender, ready.workerPid);
  }

  private constructor(child: Child, sender: RtpSender, workerPid: number) {
    this.#child = child;
    this.#sender = sender;
    this.#workerPid = workerPid;
  }

  /** Forwards to this many viewers for a while. */
  async run(viewers: number, seconds: number): Promise<ForwardingRun> {
    await this.#child.ask(Look, { resume: viewers });
    const whole = { sent: this.#sender.videoPackets, packets: (await this.#look()).packets };
    this.#sender.start();
    await sleep(300);
    const before = await this.#look();
    await sleep(seconds * 1_000);
    const after = await this.#look();
    this.#sender.stop();
    // What still waits in the socket was not lost.
    await sleep(150);
    const { packets } = await this.#look();
    const sent = this.#sender.videoPackets - whole.sent;
    await this.#child.ask(Look, { resume: 0 });
    return {
      worker: (after.workerMs - before.workerMs) / 1_000,
      all: after.cpu - before.cpu,
      seconds: (after.at - before.at) / 1_000,
      arrived: sent === 0 ? 0 : (packets - whole.packets) / sent,
    };
  }

  async #look() {
    const look = await this.#child.ask(Look, {});
    return { ...look, at: performance.now(), cpu: cpuSeconds(this.#child.pid) + cpuSeconds(this.#workerPid) };
  }
}
