import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ErrorCode, ProtocolError } from '#shared/protocol/errors.ts';
import { issueOf } from '#shared/protocol/issues.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { failureFields } from '../execute/index.ts';
import { CommandError } from '../kernel.ts';

/** The HTTP status of each error code. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  insufficient_stock: 409,
  idempotency_conflict: 409,
  expired: 410,
  withdrawn: 409,
  rate_limited: 429,
  too_large: 413,
  unavailable: 503,
  internal: 500,
};

/** Body of every error response. */
export const ErrorBody = z.object({ error: ProtocolError });

/** Sends an error response. */
export function sendError(reply: FastifyReply, error: ProtocolError): FastifyReply {
  if (error.retryAfterMs !== undefined)
    reply.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
  return reply.code(STATUS[error.code]).send({ error });
}

/** Maps an error thrown in a route to the error the client receives. */
export function protocolErrorOf(error: FastifyError | Error): ProtocolError {
  if (error instanceof CommandError) return error.error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    const path = (issue?.instancePath ?? '')
      .split('/')
      .filter((part) => part !== '')
      .join('.');
    return {
      code: 'invalid',
      message: (issue?.message ?? 'is not valid').slice(0, 1000),
      why: issueOf({ code: issue?.keyword, message: issue?.message, ...issue?.params }),
      field: (path === '' ? (error.validationContext ?? 'body') : path).slice(0, 200),
    };
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 413) return refused('body_size', {});
  if (status === 404) return refused('unknown_route', {});
  if (status >= 400 && status < 500) return refused('request_invalid', {}, { field: 'body' });
  return refused('request_failed', {});
}

/** Fastify's error handler: gives every error the same shape. */
export function handleError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const answer = protocolErrorOf(error);
  if (answer.code === 'internal') {
    request.log.error(
      { module: 'http', code: 'internal', route: request.routeOptions.url, ...failureFields(error) },
      'a request failed',
    );
  }
  sendError(reply, answer);
}
