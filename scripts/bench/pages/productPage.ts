// The product's own call client, driven by the bench: what is between the click and the picture, without the desk.
import { CallClient, prepareCalls } from '@fernblick/shared/client';
import { CaseId, newId, ParticipantId, SessionId } from '@fernblick/shared/protocol';
import { goByLine } from './mediaPort.ts';
import { TestCamera, testMicrophone } from './ownTracks.ts';
import { AgeMeter, firstFrame } from './video.ts';

const client = new CallClient({ as: 'person', device: { kind: 'desktop' } });
let microphone: MediaStreamTrack | undefined;
let camera: TestCamera | undefined;
let meter: AgeMeter | undefined;

interface Where {
  caseId: string;
  open: 'ring' | 'wait' | 'enter';
  mode: 'active' | 'ringing';
}

const join = ({ caseId, open, mode }: Where) =>
  client.join({
    caseId: CaseId.parse(caseId),
    sessionId: newId(SessionId),
    participantId: newId(ParticipantId),
    open,
    mode,
  });

/** The first picture that comes, from now on. */
function videoTrack(): Promise<MediaStreamTrack> {
  return new Promise((resolve) => {
    const look = () => {
      const found = client.tracks.find(({ producer }) => producer.kind === 'video');
      if (found) resolve(found.track);
    };
    client.subscribeTracks(look);
    look();
  });
}

const page = {
  goByLine,

  /** As the technician does: camera and microphone into the case's session. */
  async send(where: Where, width: number, height: number, fps: number): Promise<void> {
    camera = new TestCamera(width, height, fps);
    await client.sendTrack('camera', camera.track, { maxBitrate: 1_200_000 });
    await client.sendTrack('microphone', testMicrophone());
    await join(where);
  },

  ring: () => client.ring(),

  /** What a page has before the click: as the desk and the technician's page do it where a call button is. */
  async prepare(): Promise<void> {
    microphone = testMicrophone();
    prepareCalls();
    await new Promise((resolve) => setTimeout(resolve, 500));
  },

  /** From the click to the first picture, in milliseconds. */
  async join(where: Where): Promise<number> {
    const since = performance.now();
    if (microphone) void client.sendTrack('microphone', microphone);
    const joined = join(where);
    const shown = await firstFrame(await videoTrack());
    await joined;
    return shown - since;
  },

  /** Rung: connected before anybody clicks. */
  async warm(where: Where): Promise<void> {
    await join(where);
    const track = await videoTrack();
    const receiver = client.tracks.find((one) => one.track === track)?.receiver;
    while (receiver?.transport?.state !== 'connected')
      await new Promise((resolve) => setTimeout(resolve, 10));
  },

  async accept(): Promise<number> {
    const since = performance.now();
    const shown = videoTrack().then(firstFrame);
    const accepted = client.accept();
    if (microphone) void client.sendTrack('microphone', microphone);
    await accepted;
    return (await shown) - since;
  },

  async watch(where: Where): Promise<void> {
    await join(where);
    meter = new AgeMeter(await videoTrack(), 1_280);
  },

  ages: () => meter?.take(),
  setMoving: (moving: boolean) => (moving ? camera?.start() : camera?.stop()),
  leave: () => client.leave(),
};

export type BenchPage = typeof page;
Object.assign(window, { bench: page });
