import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ClientUuid, Timestamp } from '#shared/domain/ids.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { CommandEnvelope, Reply } from '#shared/protocol/envelope.ts';
import type { Clock, Executor, GatewayApp } from '../kernel.ts';
import { ErrorBody, STATUS } from './errors.ts';
import type { CommandGate } from './submit.ts';

/** A reply, or the error of a request that did not reach the executor. */
const Answer = z.union([Reply, ErrorBody]);

/** What the command routes need. */
export interface CommandRouteDependencies {
  readonly executor: Executor;
  readonly gate: CommandGate;
  readonly clock: Clock;
  /** A `preParsing` hook that requires a valid token; each command checks its own permission. */
  readonly requireSignIn: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** Adds commands over REST: same executor, same ids and same replies as over the socket. */
export function commandRoutes(app: GatewayApp, deps: CommandRouteDependencies): void {
  const { submit, admit } = deps.gate;
  app.post(
    '/api/v1/commands',
    {
      preParsing: deps.requireSignIn,
      schema: {
        tags: ['commands'],
        summary: 'Runs any command',
        body: CommandEnvelope,
        response: { default: Answer },
      },
    },
    (request, reply) => submit(request, reply, request.body),
  );
  app.post(
    '/api/v1/commands/withdraw',
    {
      preHandler: deps.requireSignIn,
      schema: {
        tags: ['commands'],
        summary: 'Withdraws a command of your own',
        description:
          'The body is the command. If it has not run, it never will: the answer is 200 with the refusal `withdrawn`. If it has, the answer is the one the command got.',
        body: CommandEnvelope,
        response: { default: Answer },
      },
    },
    async (request, reply) => {
      const answer = await deps.executor.withdraw(admit(request), request.body);
      const done = answer.ok || answer.error.code === 'withdrawn';
      reply.code(done ? 200 : STATUS[answer.error.code]);
      return answer;
    },
  );
  for (const [type, definition] of Object.entries(COMMANDS)) {
    const body = z.object({ id: ClientUuid, data: definition.input, at: Timestamp.optional() });
    app.post(
      `/api/v1/commands/${type}`,
      {
        preParsing: deps.requireSignIn,
        schema: {
          tags: ['commands'],
          summary: `Needs ${definition.permission}`,
          body,
          response: { default: Answer },
        },
      },
      (request, reply) => {
        const { id, data, at } = request.body;
        return submit(request, reply, { id, type, data, at: at ?? deps.clock.now() });
      },
    );
  }
}
