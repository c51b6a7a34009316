import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reply } from '#shared/protocol/envelope.ts';
import type { BucketMap } from '../auth/index.ts';
import type { Executor, Principal } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { STATUS } from './errors.ts';

/** Runs the command of a request that signed in, and sets the status of the answer. Refuses a user with too many commands. */
export type SubmitCommand = (
  request: FastifyRequest,
  reply: FastifyReply,
  envelope: unknown,
) => Promise<Reply>;

/** The way of all commands over REST: same executor, same ids and same replies as over the socket. */
export interface CommandGate {
  readonly submit: SubmitCommand;
  /** Returns the signed-in user of a request and counts the command against the user's limit. */
  admit(request: FastifyRequest): Principal;
}

/** Makes the gate. `limit` counts the commands of each user, on sockets too. */
export function createCommandGate(executor: Executor, limit: BucketMap): CommandGate {
  const admit = (request: FastifyRequest): Principal => {
    const { signIn } = request;
    if (!signIn) refuse('sign_in_first', {});
    const wait = limit.take(signIn.user.id, performance.now());
    if (wait > 0) refuse('too_many_commands', {}, { retryAfterMs: wait });
    return { ...signIn.principal, address: request.clientAddress };
  };
  return {
    admit,
    async submit(request, reply, envelope) {
      const answer = await executor.submit(admit(request), envelope);
      reply.code(answer.ok ? 200 : STATUS[answer.error.code]);
      return answer;
    },
  };
}
