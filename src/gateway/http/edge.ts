import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { ConnectionLimit } from '../connection-limit.ts';
import { refuseSocket, SECURITY_HEADERS } from '../raw-response.ts';

/** How long a client may take, ms. */
export interface RequestTimes {
  /** Until the headers of a request are complete; a connection that says nothing counts from its start. */
  readonly headersMs: number;
  /** Until a request is complete, its body included. */
  readonly requestMs: number;
  /** Without any progress while an answer is read. */
  readonly idleMs: number;
  /** How often connections are checked against the first two. */
  readonly checkMs: number;
}

/** Enough for the largest body (256 KiB) at 70 kbit/s. */
export const REQUEST_TIMES: RequestTimes = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 120_000,
  checkMs: 2_000,
};

const MALFORMED: ProtocolError = {
  code: 'invalid',
  message: 'The request is not valid HTTP.',
  field: 'request',
};

/** Answers a request that Node could not parse or that did not arrive in time, and closes the connection. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    refuseSocket(socket, 408, { ...MALFORMED, message: 'The request took too long to arrive.' });
  else if (error.code === 'HPE_HEADER_OVERFLOW')
    refuseSocket(socket, 431, { code: 'too_large', message: 'The headers are too large.' });
  else refuseSocket(socket, 400, MALFORMED);
}

/** Answers a request whose path cannot be decoded: it reaches no route, so no hook adds the security headers. */
export function answerBadPath(reply: FastifyReply): void {
  void reply
    .headers(SECURITY_HEADERS)
    .code(400)
    .send({ error: { ...MALFORMED, message: 'The path is not valid.', field: 'path' } });
}

/** Closes new connections of an address that has too many, and answers expectations that nobody can meet. */
export function guardConnections(server: Server, limit: ConnectionLimit): void {
  server.on('connection', (socket: Socket) => {
    if (!limit.accept(socket)) socket.destroy();
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { ...SECURITY_HEADERS, connection: 'close' });
    response.end();
  });
}
