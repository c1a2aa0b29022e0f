export * from './browserCheck.ts';
export * from './browserOf.ts';
export * from './runChecks.ts';
export { checkWords } from './words/index.ts';
