import { hash } from 'node:crypto';
import { z } from 'zod';
import { firstUuidOf, timeOfUuid } from '#shared/domain/ids.ts';
import { withoutSecrets } from '#shared/protocol/commands/index.ts';
import { COMMAND_ID_LIFETIME_MS, Reply } from '#shared/protocol/envelope.ts';
import { defineWrite, type Memo, type Principal, type Sql } from '../kernel.ts';

/** How long a reply is kept after its command at least: the last moment at which the command is accepted may be its first. */
const LATE_MS = 86_400_000;
/**
 * How long a reply is kept after its id was made: as long as the id is accepted, and a day longer. A command sent again is
 * answered with its reply or refused as expired, and never run twice.
 */
export const REPLY_RETENTION_MS = COMMAND_ID_LIFETIME_MS + LATE_MS;
/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/** Returns a fingerprint of the command and its author. Secrets are left out: no fast hash of one may be stored. */
export function commandHash(type: string, principal: Principal, data: unknown): string {
  let text = JSON.stringify([type, principal.actor.kind, principal.actor.id, withoutSecrets(type, data)]);
  // Half of a surrogate pair, which JSON escapes, is stored as U+FFFD: sent again as it was stored, it is the same command.
  if (text.includes('\\ud'))
    text = JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed() : value,
    );
  return hash('sha256', text, 'base64url');
}

/** Returns the stored reply of a command id, with its fingerprint. */
export function findReply(sql: Sql, id: string): { hash: string; reply: Reply } | null {
  const row = sql
    .prepare<[string], { hash: string; reply: string }>(
      'SELECT hash, reply FROM command_replies WHERE id = ?',
    )
    .get(id);
  return row ? { hash: row.hash, reply: Reply.parse(JSON.parse(row.reply)) } : null;
}

/** Stores a reply in the command's transaction. */
export const storeReply = defineWrite(
  'execute.reply_stored',
  z.strictObject({ id: z.string(), hash: z.string(), reply: Reply, at: z.int() }),
  ({ sql }, { id, hash: fingerprint, reply, at }) => {
    sql
      .prepare<[string, string, string, number]>(
        'INSERT INTO command_replies (id, hash, reply, at) VALUES (?, ?, ?, ?)',
      )
      .run(id, fingerprint, JSON.stringify(reply), at);
  },
);

/**
 * The time in the newest id whose reply was deleted, ms; 0 if none was. A command up to it without a reply may have
 * run before.
 */
export const REPLIES_DELETED_THROUGH: Memo<number> = {
  read: (sql) =>
    sql.prepare<[], { through: number }>('SELECT through FROM deleted_replies').get()?.through ?? 0,
};

/** Deletes a slice of the replies whose ids were made before a time, ms. Returns whether more may be left. */
export const pruneReplies = defineWrite(
  'execute.replies_pruned',
  z.strictObject({ before: z.int() }),
  ({ sql, forget }, { before }) => {
    // The ids sort by their time, so this needs no index of its own, which each command would pay for.
    const deleted = sql
      .prepare<[string, number], { id: string }>(
        `DELETE FROM command_replies WHERE id IN (SELECT id FROM command_replies WHERE id < ? ORDER BY id LIMIT ?)
         RETURNING id`,
      )
      .all(firstUuidOf(before), PRUNE_SLICE);
    const through = deleted.reduce((newest, { id }) => Math.max(newest, timeOfUuid(id)), 0);
    sql.prepare<[number]>('UPDATE deleted_replies SET through = max(through, ?)').run(through);
    forget(REPLIES_DELETED_THROUGH);
    return deleted.length === PRUNE_SLICE;
  },
);
