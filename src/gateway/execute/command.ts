import type { Logger } from 'pino';
import { type AnyCommand, commandDefinition, subjectOf } from '#shared/protocol/commands/index.ts';
import type { CommandEnvelope, Reply } from '#shared/protocol/envelope.ts';
import { isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { type Clock, CommandError, type Principal } from '../kernel.ts';
import { audit, reasonIn } from './audit.ts';
import { boundedChanges, changedFields } from './audit-changes.ts';
import { createContext, type Environment, handle } from './context.ts';
import { outOfTime } from './expiry.ts';
import { failureFields } from './failure.ts';
import { commandHash, findReply, REPLIES_DELETED_THROUGH, storeReply } from './replies.ts';
import type { ExecutorStats } from './stats.ts';
import { SpoiltError } from './transactions.ts';

/** A parsed command and who submitted it. */
export interface Submission {
  readonly principal: Principal;
  readonly envelope: CommandEnvelope;
  readonly command: AnyCommand;
  /** What the command's preparation returned, or why it refused the command. */
  readonly prepared?: { readonly value: unknown } | { readonly refused: ProtocolError };
}

/** What running a command needs. */
export interface CommandRunner {
  readonly env: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: ExecutorStats;
}

/** A reply that refuses a command. */
export const refusal = (id: string, error: ProtocolError): Reply => ({ ok: false, id, error });

/**
 * Runs one command inside the open transaction, exactly once per id: returns the stored reply where there is one, checks the
 * permission, runs the handler, and stores the reply and an audit row. Throws where SQLite has given up the transaction, and
 * SpoiltError where the group must run again.
 */
export function runCommand(runner: CommandRunner, submission: Submission): Reply {
  const { sql, memos, transactions } = runner.env;
  const { principal, envelope, command } = submission;
  const { id } = envelope;
  const now = runner.clock.now();
  const hash = commandHash(command.type, principal, command.data);
  const stored = findReply(sql, id);
  if (stored) {
    runner.stats.replayed += 1;
    // Nothing happens a second time, so the audit has one row.
    if (stored.hash === hash) return stored.reply;
  }
  const refused = stored
    ? CONFLICT
    : (outOfTime(id, now, memos.get(REPLIES_DELETED_THROUGH)) ?? missingPermission(principal, command));
  const reply = refused ? refusal(id, refused) : attempt(runner, submission, now);
  if (!refused && (reply.ok || !isTransient(reply.error.code)))
    transactions.write(storeReply, { id, hash, reply, at: now });
  transactions.write(audit, {
    at: now,
    actor: principal.actor,
    type: command.type,
    commandId: id,
    reason: reasonIn(command.data),
    code: reply.ok ? 'ok' : reply.error.code,
    seq: reply.ok ? reply.seq : null,
    subject: commandDefinition(command.type)?.discreet ? null : subjectOf(command),
    changes: boundedChanges(transactions.takeChanged().flatMap(changedFields)),
    address: principal.address ?? null,
  });
  return reply;
}

/** The refusal of an id that belongs to another command or another author. */
export const CONFLICT = refused('command_id_used', {}, { field: 'id' });

export function missingPermission(principal: Principal, command: AnyCommand): ProtocolError | null {
  const permission = commandDefinition(command.type)?.permission;
  if (!permission || principal.permissions.has(permission)) return null;
  return refused('missing_permission', { permission }, { permission });
}

/** Runs the handler so that it can be undone alone: a refusal or a bug undoes this command and no other of its group. */
function attempt(
  { env, logger }: CommandRunner,
  { principal, envelope: { id }, command, prepared }: Submission,
  now: number,
): Reply {
  if (prepared && 'refused' in prepared) return refusal(id, prepared.refused);
  try {
    const result = env.transactions.attempt(() =>
      handle(env.registry, createContext(env, principal, id, now, prepared?.value ?? null), command),
    );
    return { ok: true, id, seq: env.log.position(), result };
  } catch (error) {
    // The group has failed: SQLite has given up the whole transaction, or it is run again with savepoints.
    if (!env.transactions.open || error instanceof SpoiltError) throw error;
    if (error instanceof CommandError) return refusal(id, error.error);
    logger.error(
      { module: 'execute', code: 'internal', command: command.type, commandId: id, ...failureFields(error) },
      'a command handler failed',
    );
    return refusal(id, refused('command_failed', {}));
  }
}
