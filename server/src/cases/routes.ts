import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import {
  AppendMessageData,
  CaseList,
  CaseView,
  CreateCaseData,
  EntryList,
  ListCasesQuery,
  ListEntriesQuery,
  PatchCaseData,
  SessionList,
} from '@fernblick/shared/api';
import { can } from '@fernblick/shared/policy';
import type { LiveSessionView, Principal, TimelineEntry } from '@fernblick/shared/protocol';
import { authorOf, CaseId, EntryView } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';
import { requireCan, requirePrincipal } from '../users/gate.ts';
import { appendEntry } from './appendEntry.ts';
import { caseFor } from './caseFor.ts';
import type { CaseNews } from './CaseNews.ts';
import { caseResource } from './caseResource.ts';
import { createCase } from './createCase.ts';
import { patchCase } from './patchCase.ts';
import { viewCase } from './viewCase.ts';
import { viewEntry } from './viewEntry.ts';

export interface CaseRoutesOptions {
  store: Store;
  news: CaseNews;
  /** The case's running session, for lists and heads. */
  liveOf: (caseId: CaseId) => LiveSessionView | undefined;
}

const params = z.object({ id: CaseId });
const openStatus = ['new', 'inProgress', 'solved'] as const;

/** Cases and their timelines over HTTP. */
export const caseRoutes: FastifyPluginAsyncZod<CaseRoutesOptions> = async (app, options) => {
  const { store, news, liveOf } = options;

  app.get(
    '/api/cases',
    { schema: { querystring: ListCasesQuery, response: { 200: CaseList } } },
    async (request) => {
      const principal = requirePrincipal(request);
      requireCan(principal, 'case.list', { orgId: principal.orgId });
      const { q, status, mine, cursor, limit } = request.query;
      const page = await store.cases.list(
        principal.orgId,
        {
          ...(q && { q }),
          ...(status === 'open' ? { status: openStatus } : status !== 'all' && { status: [status] }),
          // A technician's list holds the cases they take part in, as `can()` will judge each of them.
          ...((mine || isTechnician(principal)) && { memberId: principal.id }),
        },
        { cursor, limit },
      );
      return {
        cases: page.items.map((doc) => viewCase(doc, liveOf(doc.id))),
        ...(page.next && { next: page.next }),
      };
    },
  );

  app.post(
    '/api/cases',
    { schema: { body: CreateCaseData, response: { 200: CaseView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      requireCan(principal, 'case.create', { orgId: principal.orgId });
      const doc = await createCase(options, principal, request.body);
      return viewCase(doc, liveOf(doc.id));
    },
  );

  app.get('/api/cases/:id', { schema: { params, response: { 200: CaseView } } }, async (request) => {
    const doc = await caseFor(store, requirePrincipal(request), 'case.read', request.params.id);
    return viewCase(doc, liveOf(doc.id));
  });

  app.patch(
    '/api/cases/:id',
    { schema: { params, body: PatchCaseData, response: { 200: CaseView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const before = await caseFor(store, principal, 'case.write', request.params.id);
      const { version, ...patch } = request.body;
      const doc = await patchCase(options, principal, before, version, patch);
      return viewCase(doc, liveOf(doc.id));
    },
  );

  app.get(
    '/api/cases/:id/entries',
    { schema: { params, querystring: ListEntriesQuery, response: { 200: EntryList } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const doc = await caseFor(store, principal, 'case.read', request.params.id);
      const all = can(principal, 'case.readInternal', caseResource(doc));
      const entries = await store.timeline.list(doc.id, {
        ...request.query,
        ...(!all && { visibility: 'shared' }),
      });
      return { entries: entries.map(viewEntry), headSeq: await store.timeline.headSeq(doc.id) };
    },
  );

  app.post(
    '/api/cases/:id/entries',
    { schema: { params, body: AppendMessageData, response: { 200: EntryView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const doc = await caseFor(store, principal, 'chat', request.params.id);
      const { id, text, visibility, clientAt } = request.body;
      // What a guest writes is for everybody in the case; internal entries are the organisation's.
      if (visibility === 'internal') await caseFor(store, principal, 'case.readInternal', doc.id);
      const entry: TimelineEntry = await appendEntry(store, news, {
        id,
        orgId: doc.orgId,
        caseId: doc.id,
        visibility,
        author: authorOf(principal),
        clientAt,
        body: { kind: 'message', text },
      });
      return viewEntry(entry);
    },
  );

  app.get(
    '/api/cases/:id/sessions',
    { schema: { params, response: { 200: SessionList } } },
    async (request) => {
      const doc = await caseFor(store, requirePrincipal(request), 'case.read', request.params.id);
      const sessions = await store.sessions.listByCase(doc.id);
      return {
        sessions: sessions.map(({ id, startedAt, endedAt, participants }) => ({
          id,
          startedAt,
          ...(endedAt !== undefined && { endedAt }),
          people: [...new Set(participants.map(({ who }) => who.name))],
        })),
      };
    },
  );
};

function isTechnician(principal: Principal): boolean {
  return (principal.kind === 'person' || principal.kind === 'device') && principal.role === 'technician';
}
