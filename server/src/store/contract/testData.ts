import { randomBytes, randomUUID } from 'node:crypto';
import {
  CaseId,
  EntryId,
  GroupId,
  newId,
  OrgId,
  PersonId,
  SessionId,
  SnapshotId,
  StrokeId,
  type Author,
  type SurfaceId,
} from '@fernblick/shared/protocol';
import type {
  AuditEvent,
  BlobRef,
  CaseDoc,
  GroupDoc,
  LayerEntryDoc,
  LinkDoc,
  OrgDoc,
  PersonDoc,
  SessionDoc,
  SnapshotDoc,
} from '../documents.ts';
import type { EntryDraft, Fresh } from '../Store.ts';
import { digestOf } from '../domain/plain.ts';

const randomDigest = (): string => randomBytes(32).toString('hex');

export const ann: Author = { kind: 'person', id: newId(PersonId), name: 'Ann Weber' };

export function makeOrg(changes: Partial<Fresh<OrgDoc>> = {}): Fresh<OrgDoc> {
  const id = newId(OrgId);
  const settings = {
    name: 'Pumpen Nord',
    responsible: '',
    contact: '',
    privacyUrl: '' as const,
    retentionYears: 10,
    autoFreeze: true,
    cameraControl: 'ask' as const,
  };
  return { id, orgId: id, createdAt: 1_000, demo: false, settings, ...changes };
}

export function makePerson(orgId: OrgId, changes: Partial<Fresh<PersonDoc>> = {}): Fresh<PersonDoc> {
  const id = newId(PersonId);
  const base = { name: 'Ann Weber', role: 'expert', state: 'active', createdAt: 1_000, demo: false } as const;
  return { id, orgId, email: `${id}@example.com`, ...base, ...changes };
}

export const makeGroup = (orgId: OrgId, changes: Partial<Fresh<GroupDoc>> = {}): Fresh<GroupDoc> => ({
  ...{ id: newId(GroupId), orgId, name: 'On call', memberIds: [], createdAt: 1_000 },
  ...changes,
});

export function makeLink(orgId: OrgId, changes: Partial<Fresh<LinkDoc>> = {}): Fresh<LinkDoc> {
  const times = { createdAt: 1_000, expiresAt: 9_000 };
  return { id: randomUUID(), orgId, purpose: 'setup', tokenHash: randomDigest(), ...times, ...changes };
}

export type NewCase = Omit<Fresh<CaseDoc>, 'number'>;

export function makeCase(orgId: OrgId, changes: Partial<NewCase> = {}): NewCase {
  return {
    ...{ id: newId(CaseId), orgId, title: 'Pump leaks', status: 'new', asset: 'P 200', customer: 'Harbour' },
    ...{ createdBy: ann, createdAt: 1_000, activeAt: 1_000, members: [ann], retentionYears: 10 },
    ...{ hold: false, demo: false },
    ...changes,
  };
}

export const makeEntry = (
  { orgId, id: caseId }: { orgId: OrgId; id: CaseId },
  text = 'The seal is worn',
  changes: Partial<EntryDraft> = {},
): EntryDraft => ({
  ...{ id: newId(EntryId), orgId, caseId, visibility: 'shared', author: ann, clientAt: 5_000 },
  body: { kind: 'message', text },
  ...changes,
});

export function makeSession(
  { orgId, id: caseId }: { orgId: OrgId; id: CaseId },
  changes: Partial<Fresh<SessionDoc>> = {},
): Fresh<SessionDoc> {
  return {
    ...{ id: newId(SessionId), orgId, caseId, liveCaseId: caseId, startedAt: 1_000, startedBy: ann },
    ...{ participants: [], surfaces: [], lease: { owner: 'a', fence: 1 } },
    ...changes,
  };
}

export const makeBlobRef = (orgId: OrgId): BlobRef => ({
  key: `${orgId}/${randomBytes(16).toString('hex')}`,
  sha256: randomDigest(),
  size: 10,
  mime: 'image/jpeg',
});

export function makeSnapshot({ orgId, id: caseId }: { orgId: OrgId; id: CaseId }): Fresh<SnapshotDoc> {
  const blobs = {
    original: makeBlobRef(orgId),
    preview: makeBlobRef(orgId),
    thumbnail: makeBlobRef(orgId),
  };
  const picture = { kind: 'still', method: 'photo', width: 1_920, height: 1_080 } as const;
  return { id: newId(SnapshotId), orgId, caseId, ...picture, takenBy: ann, at: 1_000, ...blobs };
}

/** Entries `from`..`from + count - 1` of one surface. */
export function makeLayerEntries(
  { orgId, id: caseId }: { orgId: OrgId; id: CaseId },
  surfaceId: SurfaceId,
  from: number,
  count: number,
): LayerEntryDoc[] {
  return Array.from({ length: count }, (_, index) => {
    const op = { id: newId(StrokeId), surfaceId, op: 'clear', scope: 'mine' } as const;
    const entry = { seq: from + index, author: ann, at: 5_000, t: 0.5, op };
    return { orgId, caseId, surfaceId, digest: digestOf([ann, op]), entry };
  });
}

export const makeEvent = (orgId: OrgId, changes: Partial<AuditEvent> = {}): AuditEvent => ({
  ...{ id: randomUUID(), orgId, at: 5_000, actor: ann, action: 'case.create' },
  ...changes,
});
