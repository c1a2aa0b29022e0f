export * from './onboarding.ts';
export * from './accounts.ts';
export * from './cases.ts';
export * from './server.ts';
export * from './status.ts';
export * from './uploads.ts';
