import { z } from 'zod';
import { Id, Seq } from '#shared/domain/ids.ts';
import { defineRow } from '#shared/rows/define.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** The demo's progress by key. */
export const stateTable = defineOwnTable('demo_state', ['key'], { key: own<string>(), value: own<string>() });

/** A simulated customer's state in a conversation. */
export const Talk = z.object({
  conversationId: Id,
  n: z.int(),
  situation: z.string(),
  orderNumber: z.string(),
  product: z.string(),
  /** The number of answers the customer has given. */
  turn: z.int(),
  /** The sequence number of the newest team message that the customer has answered. */
  answeredSeq: Seq,
  /** 1 once the customer has complained about waiting. */
  nudged: z.int(),
  /** 1 once the customer has nothing left to say. */
  silent: z.int(),
});
export type Talk = z.infer<typeof Talk>;

const talkRow = defineRow({ kind: 'talk', schema: Talk, key: ['conversationId'] });

/** The conversations with simulated customers. */
export const talksTable = defineTable(talkRow, { name: 'demo_conversations', identity: ['conversation_id'] });

/** The steps of a conversation in order. Some conversations skip `hand` and `nudge`. */
export const DESK_STEPS = ['hand', 'nudge', 'greet', 'reply', 'solve', 'thank', 'close', 'done'] as const;

/** What happens next in a conversation with a simulated customer. */
export const DeskEntry = z.object({
  conversationId: Id,
  n: z.int(),
  step: z.enum(DESK_STEPS),
  /** ms since epoch. */
  dueAt: z.int(),
  /** The colleague who answers, as a number. */
  agent: z.int(),
});
export type DeskEntry = z.infer<typeof DeskEntry>;

const deskRow = defineRow({ kind: 'desk_entry', schema: DeskEntry, key: ['conversationId'] });

/** The simulated colleagues' work. */
export const deskTable = defineTable(deskRow, { name: 'demo_desk', identity: ['conversation_id'] });
