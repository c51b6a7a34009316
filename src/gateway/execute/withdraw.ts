import { commandDefinition, subjectOf } from '#shared/protocol/commands/index.ts';
import type { Reply } from '#shared/protocol/envelope.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { audit } from './audit.ts';
import { CONFLICT, type CommandRunner, refusal, type Submission } from './command.ts';
import { outOfTime } from './expiry.ts';
import { commandHash, findReply, REPLIES_DELETED_THROUGH, storeReply } from './replies.ts';

const WITHDRAWN = refused('command_withdrawn', {});

/**
 * Withdraws a command inside the open transaction: stores a refusal under its id, which answers the command if it arrives
 * later. A command that has run is answered with its stored reply. Only the author can withdraw a command, because the
 * fingerprint of a reply includes the author; no permission is needed.
 */
export function withdrawCommand(runner: CommandRunner, submission: Submission): Reply {
  const { sql, memos, transactions } = runner.env;
  const { principal, envelope, command } = submission;
  const { id } = envelope;
  const now = runner.clock.now();
  const hash = commandHash(command.type, principal, command.data);
  const stored = findReply(sql, id);
  if (stored) {
    runner.stats.replayed += 1;
    return stored.hash === hash ? stored.reply : refusal(id, CONFLICT);
  }
  // An id that would not be run needs no tombstone.
  const refused = outOfTime(id, now, memos.get(REPLIES_DELETED_THROUGH));
  if (refused) return refusal(id, refused);
  const reply = refusal(id, WITHDRAWN);
  transactions.write(storeReply, { id, hash, reply, at: now });
  transactions.write(audit, {
    at: now,
    actor: principal.actor,
    type: command.type,
    commandId: id,
    reason: null,
    code: WITHDRAWN.code,
    seq: null,
    subject: commandDefinition(command.type)?.discreet ? null : subjectOf(command),
    address: principal.address ?? null,
  });
  return reply;
}
