import type { CollectionSpec } from '../engine/DocumentEngine.ts';

// Members that begin with `_` are the store's own: `_rev`, and `_keys` for what only indexes need.
const versioned = [{ fields: ['_keys.pending'] }];
const ofOrg = { fields: ['orgId'] };

/** Every collection but `meta`, with its indexes. */
export const collections = [
  { name: 'orgs', indexes: [...versioned, { fields: ['createdAt', 'id'] }] },
  { name: 'people', indexes: [...versioned, ofOrg, { fields: ['email'], unique: true }] },
  { name: 'groups', indexes: [...versioned, ofOrg] },
  { name: 'links', indexes: [...versioned, { fields: ['tokenHash'], unique: true }] },
  {
    name: 'cases',
    indexes: [
      ...versioned,
      { fields: ['orgId', 'number'], unique: true },
      { fields: ['orgId', 'activeAt', 'id'] },
      { each: '_keys.memberIds' },
    ],
  },
  { name: 'counters', indexes: [] },
  { name: 'timeline', indexes: [{ fields: ['caseId', 'seq'], unique: true }] },
  { name: 'layers', indexes: [{ fields: ['surfaceId', 'entry.seq'], unique: true }] },
  { name: 'snapshots', indexes: [...versioned, { fields: ['caseId', 'at', 'id'] }] },
  {
    name: 'sessions',
    indexes: [
      ...versioned,
      { fields: ['_keys.live'], unique: true },
      { fields: ['orgId', '_keys.isLive'] },
      { fields: ['caseId', 'startedAt', 'id'] },
    ],
  },
  {
    name: 'sessionEvents',
    indexes: [{ fields: ['sessionId', 'epoch', 'seq'] }, { fields: ['sessionId', 't', 'seq'] }],
  },
  {
    name: 'invitations',
    indexes: [
      ...versioned,
      { fields: ['tokenHash'], unique: true },
      { fields: ['caseId', 'createdAt', 'id'] },
    ],
  },
  {
    name: 'guests',
    indexes: [
      ...versioned,
      { fields: ['tokenHash'], unique: true },
      { fields: ['invitationId', 'createdAt', 'id'] },
    ],
  },
  {
    name: 'callTasks',
    indexes: [...versioned, { fields: ['orgId', '_keys.open'] }, { fields: ['_keys.openFor'] }],
  },
  { name: 'audit', indexes: [{ fields: ['orgId', 'at', 'id'] }] },
  { name: 'account.user', indexes: [{ fields: ['values.email'], unique: true }] },
  { name: 'account.account', indexes: [{ fields: ['values.userId'] }, { fields: ['values.accountId'] }] },
  {
    name: 'account.signIn',
    indexes: [{ fields: ['values.token'], unique: true }, { fields: ['values.userId'] }],
  },
  { name: 'account.verification', indexes: [{ fields: ['values.identifier'] }] },
] as const satisfies readonly CollectionSpec[];

export type CollectionName = (typeof collections)[number]['name'];
