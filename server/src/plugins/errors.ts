import fp from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { errorStatus, FernblickError } from '@fernblick/shared/protocol';

/** Every answer that is an error has the same form: `{code, message, details?}`; what is inside stays inside. */
export const errors = fp(async (app) => {
  app.setErrorHandler((error, request, reply) => {
    const known = describe(error);
    if (known.code === 'INTERNAL') request.log.error({ err: error }, 'a request failed');
    return reply.code(known.status).send(known.toBody());
  });
});

function describe(error: unknown): FernblickError {
  if (error instanceof FernblickError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [issue] = error.validation;
    return new FernblickError(
      'BAD_DATA',
      `${issue?.instancePath ?? ''} ${issue?.message ?? ''}`.trim().slice(0, 300),
    );
  }
  switch (statusOf(error)) {
    case errorStatus.TOO_FAST:
      return new FernblickError('TOO_FAST', 'too many requests');
    case errorStatus.TOO_LARGE:
      return new FernblickError('TOO_LARGE');
    case 400:
    case 415:
      return new FernblickError('BAD_DATA', 'the request cannot be read');
    case 404:
      return new FernblickError('NOT_FOUND');
    case 503:
      return new FernblickError('STOPPING', 'the server is busy or stopping');
    default:
      return new FernblickError('INTERNAL', 'something went wrong here');
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
}
