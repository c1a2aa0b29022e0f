import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { FernblickError } from '@fernblick/shared/protocol';

export interface PagesOptions {
  /** The built desk and the built technician's page. */
  desk: string;
  technician: string;
}

/** Serves the two pages: the technician's under /t/, the desk's under everything else that is no API. */
export const pages = fp<PagesOptions>(async (app, { desk, technician }) => {
  for (const folder of [desk, technician]) {
    if (!existsSync(join(folder, 'index.html')))
      throw new Error(`The pages are not built: ${folder} is missing.`);
  }
  // File names in assets/ carry the hash of what is in them.
  const setHeaders = (reply: FastifyReply, path: string) => {
    const immutable = path.includes('/assets/');
    reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  };
  await app.register(fastifyStatic, {
    root: desk,
    prefix: '/',
    wildcard: false,
    cacheControl: false,
    setHeaders,
  });
  await app.register(fastifyStatic, {
    root: technician,
    prefix: '/t/',
    wildcard: false,
    cacheControl: false,
    setHeaders,
    decorateReply: false,
  });
  app.get('/t', (_request, reply) => reply.redirect('/t/'));
  app.setNotFoundHandler((request, reply) => {
    const { url, method } = request;
    const isPage =
      (method === 'GET' || method === 'HEAD') &&
      !/^\/(api|ws|healthz)(\/|$|\?)/.test(url) &&
      !/\/assets\//.test(url);
    if (!isPage) return reply.code(404).send(new FernblickError('NOT_FOUND').toBody());
    const root = url.startsWith('/t/') ? technician : desk;
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root);
  });
});
