import { createRouter, createWebHistory } from 'vue-router';
import type { Router } from 'vue-router';
import type { Action } from '@fernblick/shared/protocol';
import { needsCheck } from './features/check/firstCall.ts';
import { useAccount } from './stores/account.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Seen without signing in. */
    public?: boolean;
    /** The page is dark whatever the theme. */
    dark?: boolean;
    /** What one must be allowed to do to see the page. */
    needs?: Action;
  }
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/'),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      {
        // Its own path is nobody's: '/' is the desk's.
        path: '/public',
        component: () => import('./features/account/PublicLayout.vue'),
        meta: { public: true },
        redirect: '/',
        children: [
          { path: '/sign-in', name: 'signIn', component: () => import('./features/account/SignInPage.vue') },
          { path: '/setup', name: 'setup', component: () => import('./features/account/SetupPage.vue') },
          {
            path: '/activate',
            name: 'activate',
            component: () => import('./features/account/ActivatePage.vue'),
          },
          {
            path: '/privacy',
            name: 'privacy',
            component: () => import('./features/account/PrivacyPage.vue'),
          },
          {
            path: '/install',
            name: 'install',
            component: () => import('./features/account/InstallPage.vue'),
          },
        ],
      },
      {
        path: '/cases/:id/call/:sessionId?',
        name: 'call',
        component: () => import('./features/call/CallSwitch.vue'),
        meta: { dark: true, needs: 'case.list' },
      },
      {
        path: '/',
        component: () => import('./features/desk/DeskLayout.vue'),
        children: [
          { path: '', name: 'cases', component: () => import('./features/case/CaseListPage.vue') },
          { path: 'cases/:id', name: 'case', component: () => import('./features/case/CasePage.vue') },
          {
            path: 'cases/:id/snapshots/:snapshotId',
            name: 'snapshot',
            component: () => import('./features/case/SnapshotPage.vue'),
          },
          {
            path: 'account',
            name: 'account',
            component: () => import('./features/account/AccountPage.vue'),
          },
          {
            path: 'admin',
            component: () => import('./features/admin/AdminLayout.vue'),
            children: [
              { path: '', redirect: { name: 'people' } },
              {
                path: 'people',
                name: 'people',
                component: () => import('./features/admin/PeoplePage.vue'),
                meta: { needs: 'people.read' },
              },
              {
                path: 'groups',
                name: 'groups',
                component: () => import('./features/admin/GroupsPage.vue'),
                meta: { needs: 'org.manage' },
              },
              {
                path: 'organisation',
                name: 'organisation',
                component: () => import('./features/admin/OrgPage.vue'),
                meta: { needs: 'org.manage' },
              },
              {
                path: 'status',
                name: 'status',
                component: () => import('./features/admin/StatusPage.vue'),
                meta: { needs: 'org.manage' },
              },
              {
                path: 'log',
                name: 'audit',
                component: () => import('./features/admin/AuditPage.vue'),
                meta: { needs: 'audit.read' },
              },
            ],
          },
          {
            path: 'first-steps/:step?',
            name: 'onboarding',
            component: () => import('./features/onboarding/OnboardingPage.vue'),
            meta: { needs: 'org.manage' },
          },
          {
            path: 'check',
            name: 'check',
            component: () => import('./features/check/CheckPage.vue'),
          },
          {
            path: 'no-permission',
            name: 'noPermission',
            component: () => import('./features/account/NoPermissionPage.vue'),
          },
          {
            path: ':path(.*)*',
            name: 'notFound',
            component: () => import('./features/account/NotFoundPage.vue'),
          },
        ],
      },
    ],
  });

  router.beforeEach(async (to) => {
    const account = useAccount();
    await account.ready();
    if (to.meta.public || account.error) return true;
    if (!account.person) return { name: 'signIn', query: to.path === '/' ? {} : { to: to.fullPath } };
    if (to.meta.needs && !account.may(to.meta.needs)) return { name: 'noPermission', replace: true };
    // A call that rings or runs does not wait for a check.
    if (to.name === 'call' && !to.params.sessionId && !to.query.answer && (await needsCheck()))
      return { name: 'check', query: { to: to.fullPath } };
    return true;
  });

  return router;
}
