import { z } from 'zod';
import {
  type FilterRules,
  FLOOD_SECONDS,
  filterText,
  REPEAT_SECONDS,
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
import { FILTER, lastAudited, listSent, wasSlowed } from './queries.ts';
import { sentTable, slowedTable } from './tables.ts';

/** Rows that one step of retention deletes. */
const SLICE = 200;
/** The messages of one visitor that are remembered as having had to wait. A page sends one after the other. */
const MAX_SLOWED = 50;
/** The messages of one visitor that a repeat is looked for in. */
const MAX_COMPARED = 100;
/** For how long it is remembered what a visitor sent, ms: the longest time that a rule can look back. */
const REMEMBERED_MS = Math.max(FLOOD_SECONDS.max, REPEAT_SECONDS.max) * 1000;

/** What a visitor is known by, such as `browser:…`. */
const Visitor = z.string().min(1).max(100);

/** Remembers that a visitor sent a message, and forgets what no rule looks back to. */
const rememberSent = defineWrite(
  'filter.sent',
  z.strictObject({ visitor: Visitor, messageId: Id, at: Timestamp }),
  ({ sql }, row) => {
    sql
      .prepare('DELETE FROM filter_sent WHERE visitor = ? AND at < ?')
      .run(row.visitor, row.at - REMEMBERED_MS);
    tableOn(sql, sentTable).upsert({}, row);
  },
);

/** Remembers a message of a visitor that had to wait; the oldest ones make room. */
const rememberSlowed = defineWrite(
  'filter.slowed',
  z.strictObject({
    visitor: Visitor,
    messageId: Id,
    rule: z.enum(SLOW_RULES),
    at: Timestamp,
    auditedAt: Timestamp,
  }),
  ({ sql }, row) => {
    tableOn(sql, slowedTable).upsert({}, row);
    sql
      .prepare(
        `DELETE FROM filter_slowed WHERE visitor = ? AND message_id IN
         (SELECT message_id FROM filter_slowed WHERE visitor = ? ORDER BY at DESC, message_id DESC LIMIT -1 OFFSET ${MAX_SLOWED})`,
      )
      .run(row.visitor, row.visitor);
  },
);

/** A time before which, and one after which rows are forgotten. The latter lie in a future that a wrong clock has left behind. */
const Outside = z.strictObject({ before: z.int(), after: z.int() });

const forgetSlowed = defineWrite(
  'filter.slowed_forgotten',
  Outside,
  ({ sql }, { before, after }) =>
    sql
      .prepare(
        `DELETE FROM filter_slowed WHERE (visitor, message_id) IN
         (SELECT visitor, message_id FROM filter_slowed WHERE at < ? OR at > ? LIMIT ${SLICE})`,
      )
      .run(before, after).changes,
);

const forgetSent = defineWrite(
  'filter.sent_forgotten',
  Outside,
  ({ sql }, { before, after }) =>
    sql
      .prepare(
        `DELETE FROM filter_sent WHERE (visitor, at, message_id) IN
         (SELECT visitor, at, message_id FROM filter_sent WHERE at < ? OR at > ? LIMIT ${SLICE})`,
      )
      .run(before, after).changes,
);

/** The writes of what visitors sent, and of what had to wait. */
export const slowWrites = [rememberSent, rememberSlowed, forgetSlowed, forgetSent];

/** Deletes what is remembered about visitors: what they sent once no rule looks back to it, and who had to wait after a day. */
export const forgetVisitors: RetentionTask = (context) => {
  const { now } = context;
  const after = now + DAY_MS;
  const slowed = context.write(forgetSlowed, { before: now - DAY_MS, after });
  const sent = context.write(forgetSent, { before: now - REMEMBERED_MS, after });
  return slowed === SLICE || sent === SLICE;
};

/** A message that a visitor wants to send. */
export interface VisitorMessage {
  /** What the visitor is known by: their browser first, and the customer that they have shown to be. A rule holds for each. */
  readonly visitors: readonly [string, ...string[]];
  readonly conversationId: string;
  readonly messageId: string;
  readonly body: string;
}

/** Returns the text of a stored message. */
type BodyOf = (messageId: string) => string | undefined;

/** Returns whether a visitor's message has to wait, and changes nothing; null if not. */
export function waitOf(
  context: CommandContext,
  { visitors, body }: VisitorMessage,
  bodyOf: BodyOf,
): Slowed | null {
  const rules = context.memo(FILTER);
  // What is stored is masked, so that it is compared masked.
  const { text } = filterText(body, rules.words);
  const waits = visitors.flatMap(
    (visitor) => slowedBy(rules, sentBefore(context, visitor, rules, bodyOf), text, context.now) ?? [],
  );
  return waits.sort((a, b) => b.waitMs - a.waitMs)[0] ?? null;
}

/** Counts a message as sent. It must be stored in the same transaction, and a retry must not get here. */
export function countSent(context: CommandContext, { visitors, messageId }: VisitorMessage): void {
  for (const visitor of visitors) context.write(rememberSent, { visitor, messageId, at: context.now });
}

/**
 * Returns whether a visitor's message has to wait; null if not, and then it counts as sent. A message that has to wait is counted
 * once, however often it is sent meanwhile, and its visitor is in the audit once an hour. Nothing of it is stored, so the work must
 * commit.
 */
export function slowDown(context: CommandContext, message: VisitorMessage, bodyOf: BodyOf): Slowed | null {
  const slowed = waitOf(context, message, bodyOf);
  if (slowed) countSlowed(context, message, slowed);
  else countSent(context, message);
  return slowed;
}

/** Returns what a visitor sent lately, in any conversation, newest first, as far as the rules look back. */
function sentBefore(
  { sql, now }: CommandContext,
  visitor: string,
  { flood, repeatSeconds }: FilterRules,
  bodyOf: BodyOf,
): SentText[] {
  const ageMs = Math.max(flood?.seconds ?? 0, repeatSeconds ?? 0) * 1000;
  const most = Math.max(flood?.messages ?? 0, repeatSeconds === null ? 0 : MAX_COMPARED);
  return listSent(sql, visitor, { after: now - ageMs, upTo: now }, most).map(({ messageId, at }) => ({
    at,
    body: bodyOf(messageId) ?? '',
  }));
}

function countSlowed(
  context: CommandContext,
  { visitors: [visitor], conversationId, messageId }: VisitorMessage,
  { rule }: Slowed,
): void {
  const { sql, now } = context;
  if (wasSlowed(sql, visitor, messageId)) return;
  countHits(context, [{ rule, parts: 1 }]);
  const audited = lastAudited(sql, visitor, now);
  const isAudited = audited !== null && audited > now - HOUR_MS;
  const auditedAt = isAudited ? audited : now;
  context.write(rememberSlowed, { visitor, messageId, rule, at: now, auditedAt });
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
