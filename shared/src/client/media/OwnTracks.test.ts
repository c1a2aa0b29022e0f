import { expect, test, vi } from 'vitest';
import { OwnTracks } from './OwnTracks.ts';

/** A track as far as its owner needs one. */
function track() {
  const stop = vi.fn();
  return { stop, asTrack: { stop } as unknown as MediaStreamTrack };
}

test('a track is stopped when another has taken its place, not before', async () => {
  const synced = Promise.withResolvers<void>();
  const sync = vi.fn(() => synced.promise);
  const own = new OwnTracks(sync);
  const [first, second] = [track(), track()];
  void own.send('camera', first.asTrack, { paused: true, maxBitrate: 5 });
  synced.resolve();
  const replaced = own.replace('camera', second.asTrack);
  expect(first.stop).not.toHaveBeenCalled();
  await replaced;
  expect(first.stop).toHaveBeenCalledOnce();
  expect(own.wanted.get('camera')).toEqual({ track: second.asTrack, paused: true, maxBitrate: 5 });
});

test('what is sent after the end is stopped at once; the end stops all', async () => {
  const own = new OwnTracks(async () => undefined);
  const [camera, late] = [track(), track()];
  await own.send('camera', camera.asTrack);
  own.close();
  expect(camera.stop).toHaveBeenCalledOnce();
  await own.send('microphone', late.asTrack);
  expect(late.stop).toHaveBeenCalledOnce();
  expect(own.wanted.size).toBe(0);
});
