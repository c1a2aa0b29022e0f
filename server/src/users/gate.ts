import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { can, type Resource } from '@fernblick/shared/policy';
import type { Action, Principal } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';

/** Who asks. @throws NOT_SIGNED_IN */
export function requirePrincipal(request: FastifyRequest): Principal {
  if (!request.principal) throw new FernblickError('NOT_SIGNED_IN');
  return request.principal;
}

/** @throws FORBIDDEN */
export function requireCan(principal: Principal, action: Action, resource: Resource): void {
  if (!can(principal, action, resource)) throw new FernblickError('FORBIDDEN', `not allowed: ${action}`);
}

/** Stands at a route's head: who may use it at all, judged before the body is read. */
export function gate(action: Action): onRequestAsyncHookHandler {
  return async (request) => {
    const principal = requirePrincipal(request);
    requireCan(principal, action, { orgId: principal.orgId });
  };
}
