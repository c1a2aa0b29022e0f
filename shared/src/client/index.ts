export * from './api.ts';
export * from './callState.ts';
export * from './CallClient.ts';
export * from './capture/index.ts';
export * from './frameClock.ts';
export * from './SignalClient.ts';
export * from './uploadStill.ts';
