import type { RemoteTrack } from '@fernblick/shared/client';
import { ParticipantId, SurfaceId, TrackId, newId } from '@fernblick/shared/protocol';
import type { MediaSource, Participant, Role } from '@fernblick/shared/protocol';
import { expect, it } from 'vitest';
import { mainPicture, sideBySide } from './usePictures.ts';
import type { LivePicture } from './usePictures.ts';

function picture(role: Role, source: MediaSource, mine = false): LivePicture {
  const [surfaceId, participantId] = [newId(SurfaceId), newId(ParticipantId)];
  const participant: Participant = {
    id: participantId,
    who: { kind: 'person', id: participantId, name: role },
    role,
    device: { kind: 'desktop' },
    state: { state: 'connected' },
    report: {},
  };
  const producer = {
    producerId: surfaceId,
    participantId,
    kind: 'video' as const,
    source,
    trackId: newId(TrackId),
    surfaceId,
    paused: false,
  };
  // Only what tells pictures apart is looked at: no media is needed.
  return { surfaceId, participant, mine, track: { producer } as unknown as RemoteTrack };
}

it('shows what was chosen for all, else the technician, else any camera, else a screen', () => {
  const [screen, expert, technician] = [
    picture('expert', 'screen'),
    picture('expert', 'camera'),
    picture('technician', 'camera'),
  ];
  const all = [screen, expert, technician];
  expect(mainPicture(all, screen.surfaceId)).toBe(screen);
  expect(mainPicture(all, undefined)).toBe(technician);
  expect(mainPicture([screen, expert], undefined)).toBe(expert);
  expect(mainPicture([screen], undefined)).toBe(screen);
  expect(mainPicture([], undefined)).toBeUndefined();
});

it('falls back when the chosen picture is gone', () => {
  const technician = picture('technician', 'camera');
  expect(mainPicture([technician], newId(SurfaceId))).toBe(technician);
});

it('goes by the own choice before the one for all, and shows our own pictures only when they were chosen', () => {
  const [mine, first, second] = [
    picture('expert', 'screen', true),
    picture('technician', 'camera'),
    picture('technician', 'camera'),
  ];
  expect(mainPicture([mine, first, second], second.surfaceId, mine.surfaceId)).toBe(second);
  expect(mainPicture([mine, first, second], undefined, mine.surfaceId)).toBe(mine);
  expect(mainPicture([mine], undefined)).toBeUndefined();
});

it('puts up to four side by side in their order, the large one among them', () => {
  const mine = picture('expert', 'camera', true);
  const others = Array.from({ length: 6 }, () => picture('technician', 'camera'));
  expect(sideBySide([mine, ...others], others[5])).toEqual([...others.slice(0, 3), others[5]]);
  expect(sideBySide([mine, ...others], mine)).toEqual([mine, ...others.slice(0, 3)]);
});
