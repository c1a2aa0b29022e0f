export * from './cameraControls.ts';
export * from './cameraReport.ts';
export * from './captureError.ts';
export * from './keepAwake.ts';
export * from './openMedia.ts';
export * from './takeStill.ts';
