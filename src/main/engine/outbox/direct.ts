import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import {
  type AnyCommand,
  isSecretCommand,
  subjectOf,
  withoutSecrets,
} from '#shared/protocol/commands/index.ts';
import { type CommandEnvelope, Reply } from '#shared/protocol/envelope.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { LinkError } from '../connection/link.ts';
import type { SenderOptions } from './sending.ts';

/** The maximum number of commands that wait for their answer. */
const MAX_DIRECT = 8;

/**
 * Sends commands that hold secrets, or are declared as direct. They are in memory until the gateway answers, and nowhere else: while the console is
 * not connected they are refused, and a lost answer is reported, not waited for. The caller may repeat a command under the
 * same id, which takes effect once.
 */
export class DirectCommands {
  readonly #options: Pick<SenderOptions, 'send' | 'time' | 'unauthenticated'>;
  #waiting = 0;

  constructor(options: Pick<SenderOptions, 'send' | 'time' | 'unauthenticated'>) {
    this.#options = options;
  }

  /**
   * Resolves with the settled command, without its secrets, or with the gateway's refusal. `unavailable`: not connected,
   * too many at once, or the answer was lost.
   */
  async send(id: string, command: AnyCommand, connected: boolean): Promise<BridgeResult<OutboxEntry>> {
    if (!connected)
      return err(refused(isSecretCommand(command.type) ? 'change_password_offline' : 'change_direct', {}));
    if (this.#waiting >= MAX_DIRECT) return err(refused('changes_waiting', {}));
    const at = this.#options.time.now();
    this.#waiting += 1;
    try {
      return this.#decided(command, at, await this.#options.send({ id, at, ...command }, 'command'), id);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return lost();
    } finally {
      this.#waiting -= 1;
    }
  }

  #decided(
    command: AnyCommand,
    at: CommandEnvelope['at'],
    answer: unknown,
    id: string,
  ): BridgeResult<OutboxEntry> {
    const reply = Reply.safeParse(answer);
    if (!reply.success || (reply.data.ok && reply.data.id !== id)) return lost();
    if (!reply.data.ok) {
      if (reply.data.error.code === 'unauthenticated') this.#options.unauthenticated();
      return err(reply.data.error);
    }
    const { type } = command;
    return ok({
      id,
      type,
      subject: subjectOf(command),
      data: withoutSecrets(type, command.data),
      state: 'settled',
      createdAt: at,
      attempts: 1,
      withdrawing: false,
      error: null,
    });
  }
}

function lost(): BridgeResult<never> {
  return err(refused('answer_lost', {}));
}
