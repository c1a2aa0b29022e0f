import fp from 'fastify-plugin';
import type { Meters } from './Meters.ts';

/** Routes that are no page or part of one; those are counted together. */
const named = /^\/(api|healthz|readyz|metrics)(\/|$)/;

/**
 * Times every HTTP request by its route (never by its address: that holds ids), and gives its id to whoever asked,
 * so that a failure can be found in the log.
 */
export const httpMeter = fp<{ meters: Pick<Meters, 'httpDone'> }>(async (app, { meters }) => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { url } = request.routeOptions;
    // A socket's request lasts as long as the socket.
    if (url === '/ws' && reply.statusCode < 400) return;
    const route = url !== undefined && named.test(url) ? url : 'page';
    const { method } = request;
    const ms = reply.elapsedTime;
    meters.httpDone(method, route, reply.statusCode, ms);
    const done = { method, route, status: reply.statusCode, ms: Math.round(ms) };
    request.log[reply.statusCode >= 500 ? 'warn' : 'debug'](done, 'a request was answered');
  });
});
