import * as z from 'zod';
import { ParticipantId } from './ids.ts';

/** Zoom in the camera's own unit. */
const ZoomRange = z.object({
  min: z.number().min(0).max(1_000_000),
  max: z.number().min(0).max(1_000_000),
  step: z.number().min(0).max(1_000_000),
});

/** What a device's camera can be asked for; read from the camera, never guessed. */
export const CameraAbilities = z.object({
  torch: z.boolean(),
  zoom: ZoomRange.optional(),
  /** There is another camera to go on to. */
  switch: z.boolean(),
});
export type CameraAbilities = z.infer<typeof CameraAbilities>;

/** How the camera is set, as it says itself after a change. */
export const CameraSettings = z.object({
  torch: z.boolean().optional(),
  zoom: z.number().optional(),
  width: z.number().int().min(0).max(100_000).optional(),
  height: z.number().int().min(0).max(100_000).optional(),
  facing: z.enum(['user', 'environment', 'left', 'right']).optional(),
  label: z.string().max(120).optional(),
});
export type CameraSettings = z.infer<typeof CameraSettings>;

/** `open`: the person is asked at the first command; `forbidden`: they want no questions either. */
export const CameraConsent = z.enum(['open', 'allowed', 'forbidden']);
export type CameraConsent = z.infer<typeof CameraConsent>;

/** One device's camera, as the device and the organisation's people see it. */
export const CameraView = z.object({
  participantId: ParticipantId,
  can: CameraAbilities,
  now: CameraSettings,
  consent: CameraConsent,
});
export type CameraView = z.infer<typeof CameraView>;

export const CameraCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('zoom'), zoom: z.number().min(0).max(1_000_000) }),
  z.object({ do: z.literal('torch'), on: z.boolean() }),
  z.object({ do: z.literal('switch') }),
]);
export type CameraCommand = z.infer<typeof CameraCommand>;

/** Names one asking; made by whoever asks. */
export const CameraAskId = z.uuid().brand<'CameraAskId'>();
export type CameraAskId = z.infer<typeof CameraAskId>;

/** Whether the organisation lets its people ask for cameras at all. */
export const CameraControlPolicy = z.enum(['ask', 'never']);
