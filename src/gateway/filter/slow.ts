import { z } from 'zod';
import {
  type FilterRules,
  filterText,
  type SentText,
  SLOW_RULES,
  type Slowed,
  slowedBy,
} from '#shared/domain/filter.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { tableOn } from '../db/tables.ts';
import { audit } from '../execute/index.ts';
import { type CommandContext, defineWrite, type RetentionTask } from '../kernel.ts';
import { countHits } from './count.ts';
import { FILTER, readSlowed } from './queries.ts';
import { slowedTable } from './tables.ts';

/** Rows that one step of retention deletes. */
const SLICE = 200;

/** Remembers the last message of a visitor that had to wait. */
const rememberSlowed = defineWrite(
  'filter.slowed',
  z.strictObject({
    conversationId: Id,
    messageId: Id,
    rule: z.enum(SLOW_RULES),
    at: Timestamp,
    auditedAt: Timestamp,
  }),
  ({ sql }, row) => void tableOn(sql, slowedTable).upsert({}, row),
);

/** Forgets visitors who had to wait more than a day ago, or in a future that a wrong clock has left behind. */
const forgetSlowed = defineWrite(
  'filter.slowed_forgotten',
  z.strictObject({ before: z.int(), after: z.int() }),
  ({ sql }, { before, after }) =>
    sql
      .prepare(
        `DELETE FROM filter_slowed WHERE conversation_id IN
         (SELECT conversation_id FROM filter_slowed WHERE at < ? OR at > ? LIMIT ${SLICE})`,
      )
      .run(before, after).changes,
);

/** The writes of visitors who had to wait. */
export const slowWrites = [rememberSlowed, forgetSlowed];

/** Deletes what is remembered about visitors after a day. */
export const forgetVisitors: RetentionTask = (context) =>
  context.write(forgetSlowed, { before: context.now - DAY_MS, after: context.now + DAY_MS }) === SLICE;

/** A message that a visitor wants to send. */
export interface VisitorMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly body: string;
}

/** Returns how many of a visitor's messages, and of which age in ms, the rules look at. */
function looksBack({ flood, repeatSeconds }: FilterRules): { readonly ageMs: number; readonly most: number } {
  return {
    ageMs: Math.max(flood?.seconds ?? 0, repeatSeconds ?? 0) * 1000,
    most: Math.max(flood?.messages ?? 0, repeatSeconds === null ? 0 : 100),
  };
}

/**
 * Returns whether a visitor's message has to wait; null if not. `sentAfter` returns what they sent after a time, newest first. A message that has to wait is counted once, however often it is sent
 * meanwhile, and its visitor is in the audit once an hour. Nothing of it is stored, so the work must commit.
 */
export function slowDown(
  context: CommandContext,
  message: VisitorMessage,
  sentAfter: (after: number, most: number) => readonly SentText[],
): Slowed | null {
  const rules = context.memo(FILTER);
  const { ageMs, most } = looksBack(rules);
  // What is stored is masked, so that it is compared masked.
  const { text } = filterText(message.body, rules.words);
  const slowed = slowedBy(rules, sentAfter(context.now - ageMs, most), text, context.now);
  if (slowed !== null) record(context, message, slowed);
  return slowed;
}

function record(
  context: CommandContext,
  { conversationId, messageId }: VisitorMessage,
  { rule }: Slowed,
): void {
  const { sql, now } = context;
  const last = readSlowed(sql, conversationId);
  if (last?.messageId === messageId) return;
  countHits(context, [{ rule, parts: 1 }]);
  const isAudited = last !== undefined && last.auditedAt <= now && last.auditedAt > now - HOUR_MS;
  context.write(rememberSlowed, {
    conversationId,
    messageId,
    rule,
    at: now,
    auditedAt: isAudited ? last.auditedAt : now,
  });
  if (isAudited) return;
  const subject = `chat:${conversationId}`;
  context.write(audit, {
    at: now,
    actor: context.principal.actor,
    type: 'filter.slowed',
    commandId: null,
    reason: null,
    code: 'rate_limited',
    seq: null,
    subject,
    changes: [{ record: subject, field: 'rule', from: null, to: rule }],
    address: context.principal.address ?? null,
  });
}
