import { z } from 'zod';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { FilesOfMessages } from './gate.ts';
import type { OutboxRows } from './rows.ts';

const UnknownMessage = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.literal('invalid'), field: z.literal('message') }),
});

/** What a sender needs. */
export interface SenderOptions {
  readonly rows: OutboxRows;
  readonly clock: Clock;
  /** The gateway's time. */
  readonly time: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly defer: (run: () => void) => void;
  /** Sends a command, or asks to withdraw it. Resolves with the unparsed reply, or rejects with a LinkError. */
  readonly send: (envelope: CommandEnvelope, message: 'command' | 'withdraw') => Promise<unknown>;
  /** Returns a channel's cursor; undefined if this user does not receive the channel. */
  readonly cursorOf: (channel: string) => number | undefined;
  /** The gateway no longer accepts the access token. */
  readonly unauthenticated: () => void;
  /** The files that messages wait for. Default: none. */
  readonly files?: FilesOfMessages;
}

/** What happens in a sender. */
export interface SenderEvents {
  /** The states of these commands changed, or they were deleted. */
  changed(ids: readonly string[]): void;
  refused(id: string, error: ProtocolError): void;
}

/** Whether a gateway before protocol 1.2 answered: it does not know the message `withdraw`. */
export function isUnknownMessage(answer: unknown): boolean {
  return UnknownMessage.safeParse(answer).success;
}
