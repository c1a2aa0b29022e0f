import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Onboarding, OnboardingProgress, withProgress } from '@fernblick/shared/api';
import { auditEvent } from '../auditEvent.ts';
import { gate, requirePrincipal } from './gate.ts';
import type { UserDeps } from './UserDeps.ts';

const untouched: Onboarding = { done: [], skipped: [], finished: false };

/** The administrator's first hour: which steps are done, so that it can be left and taken up again anywhere. */
export const onboardingRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, { store }) => {
  app.post(
    '/api/onboarding',
    { onRequest: gate('org.manage'), schema: { body: OnboardingProgress, response: { 200: Onboarding } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const progress = request.body;
      const detail = 'step' in progress ? `${progress.step} ${progress.as}` : 'finished';
      const { settings } = await store.orgs.update(principal.orgId, ({ settings }) => {
        const before = settings.onboarding ?? untouched;
        const onboarding = withProgress(before, progress);
        if (onboarding === before) return undefined;
        return {
          changes: { settings: { ...settings, onboarding } },
          events: [auditEvent(principal, 'org.onboard', { detail })],
        };
      });
      return settings.onboarding ?? untouched;
    },
  );
};
