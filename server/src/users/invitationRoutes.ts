import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import {
  CreatedInvitation,
  CreateInvitationData,
  InvitationList,
  InvitationPreview,
  InvitationPreviewData,
  InvitationView,
  LinkToken,
  RedeemedInvitation,
  RedeemInvitationData,
} from '@fernblick/shared/api';
import { CaseId, FernblickError, InvitationId } from '@fernblick/shared/protocol';
import { caseFor } from '../cases/caseFor.ts';
import { newToken } from '../secrets.ts';
import type { InvitationDoc } from '../store/documents.ts';
import { DEVICE_COOKIE, GUEST_COOKIE, readCookie, writeCookie } from './cookies.ts';
import { createInvitation, viewInvitation } from './createInvitation.ts';
import { gate, requirePrincipal } from './gate.ts';
import { forgivingRight, linkLimits } from './linkLimits.ts';
import { openInvitation, redeemedBy, redeemInvitation } from './redeemInvitation.ts';
import { revokeInvitation } from './revokeInvitation.ts';
import type { UserDeps } from './UserDeps.ts';

const ofCase = z.object({ id: CaseId });
const one = z.object({ id: InvitationId });
const DEVICE_SECONDS = 365 * 24 * 3_600;

/** Guests: links into one case, made by its people, redeemed by whoever gets them. */
export const invitationRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, deps) => {
  const { store, publicUrl, now = Date.now } = deps;
  const guesses = linkLimits();

  app.post(
    '/api/cases/:id/invitations',
    {
      onRequest: gate('case.invite'),
      schema: { params: ofCase, body: CreateInvitationData, response: { 200: CreatedInvitation } },
    },
    async (request) => {
      const principal = requirePrincipal(request);
      const about = await caseFor(store, principal, 'case.invite', request.params.id);
      if (about.status === 'closed') throw new FernblickError('CASE_CLOSED');
      const { invitation, link } = await createInvitation(deps, principal, about, request.body);
      return { invitation: viewInvitation(invitation, now()), link };
    },
  );

  app.get(
    '/api/cases/:id/invitations',
    { onRequest: gate('case.invite'), schema: { params: ofCase, response: { 200: InvitationList } } },
    async (request) => {
      const about = await caseFor(store, requirePrincipal(request), 'case.invite', request.params.id);
      const invitations = await store.invitations.listByCase(about.id);
      return { invitations: invitations.map((doc) => viewInvitation(doc, now())) };
    },
  );

  app.post(
    '/api/invitations/:id/revoke',
    { onRequest: gate('case.invite'), schema: { params: one, response: { 200: InvitationView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const invitation = await store.invitations.get(request.params.id);
      if (invitation?.orgId !== principal.orgId) throw new FernblickError('NOT_FOUND');
      await caseFor(store, principal, 'case.invite', invitation.caseId);
      return viewInvitation(await revokeInvitation(deps, principal, invitation), now());
    },
  );

  app.post(
    '/api/invitations/preview',
    { schema: { body: InvitationPreviewData, response: { 200: InvitationPreview } } },
    async ({ body, headers, ip }, reply) => {
      const device = deviceOf(headers.cookie);
      const invitation = await forgivingRight(guesses, ip, () =>
        openInvitation(store, body.token, device, now()),
      );
      const { org, about } = await surroundings(invitation);
      // Before anything is used up: a first redemption whose answer is lost can then be repeated.
      if (!device) reply.header('set-cookie', deviceCookie(newToken()));
      const { name: orgName, responsible, contact, retentionYears, privacyUrl } = org.settings;
      const record = redeemedBy(invitation, device);
      return {
        orgName,
        inviter: invitation.createdBy.name,
        caseTitle: about.title,
        asset: about.asset,
        responsible,
        contact,
        retentionYears,
        privacyUrl,
        expiresAt: invitation.expiresAt,
        ...(record && { knownAs: record.name }),
      };
    },
  );

  app.post(
    '/api/invitations/redeem',
    { schema: { body: RedeemInvitationData, response: { 200: RedeemedInvitation } } },
    async ({ body, headers, ip }, reply) => {
      const deviceSecret = deviceOf(headers.cookie) ?? newToken();
      const { guest, guestSecret } = await forgivingRight(guesses, ip, () =>
        redeemInvitation(deps, { ...body, deviceSecret }),
      );
      const { org, about } = await surroundings(guest);
      const seconds = Math.max(0, Math.floor((guest.expiresAt - now()) / 1_000));
      reply.header('set-cookie', [
        deviceCookie(deviceSecret),
        writeCookie(GUEST_COOKIE, guestSecret, seconds, publicUrl),
      ]);
      return {
        guestId: guest.id,
        name: guest.name,
        caseId: about.id,
        caseNumber: about.number,
        caseTitle: about.title,
        orgName: org.settings.name,
      };
    },
  );

  const deviceCookie = (secret: string) => writeCookie(DEVICE_COOKIE, secret, DEVICE_SECONDS, publicUrl);

  async function surroundings({ orgId, caseId }: Pick<InvitationDoc, 'orgId' | 'caseId'>) {
    const [org, about] = await Promise.all([store.orgs.get(orgId), store.cases.get(caseId)]);
    if (!org || !about) throw new FernblickError('INVITATION_INVALID');
    return { org, about };
  }
};

/** Only what we made counts: a device's secret must not be somebody's own short word. */
function deviceOf(cookieHeader: string | undefined): string | undefined {
  return LinkToken.safeParse(readCookie(cookieHeader, DEVICE_COOKIE)).data;
}
