import { z } from 'zod';
import { listConversations } from '../chat/index.ts';
import { listItems } from '../inventory/index.ts';
import type { Sql } from '../kernel.ts';
import { listOrders } from '../orders/index.ts';
import { LATEST } from '../paging.ts';

/** The demo's progress. Written in the same transaction as the work it counts. */
const State = z.object({
  seed: z.int(),
  phase: z.enum(['catalogue', 'history', 'live']),
  /** Products created so far. */
  nextProduct: z.int().min(0),
  /** The span of the history, ms, and how many of its steps are written. */
  historyFrom: z.int(),
  historyTo: z.int(),
  historyDone: z.int().min(0),
  /** The number of orders in the history: they have another pace than later ones. */
  historyOrders: z.int().min(0),
  nextOrder: z.int().min(0),
  nextConversation: z.int().min(0),
});
export type DemoState = z.infer<typeof State>;

const KEY = 'progress';

/** Returns the progress of the demo in this database; null if there is none. */
export function readState(sql: Sql): DemoState | null {
  const row = sql.prepare<[string], { value: string }>('SELECT value FROM demo_state WHERE key = ?').get(KEY);
  return row ? State.parse(JSON.parse(row.value)) : null;
}

/** Saves the progress; call inside the transaction it belongs to. */
export function saveState(sql: Sql, state: DemoState): void {
  sql
    .prepare<[string, string]>('INSERT OR REPLACE INTO demo_state (key, value) VALUES (?, ?)')
    .run(KEY, JSON.stringify(state));
}

/** Whether the database holds a shop. */
export function holdsData(sql: Sql): boolean {
  return (
    listItems(sql, '', 1).length > 0 ||
    listOrders(sql, LATEST, 1).length > 0 ||
    listConversations(sql, LATEST, 1).length > 0
  );
}

/** A simulated customer's state in a conversation. */
export interface Talk {
  readonly conversationId: string;
  readonly n: number;
  readonly situation: string;
  readonly orderNumber: string;
  readonly product: string;
  /** Number of answers given. */
  readonly turn: number;
  /** Sequence of the team's newest answered message. */
  readonly answeredSeq: number;
  /** 1 once the customer has complained about waiting. */
  readonly nudged: number;
  /** 1 once the customer has nothing left to say. */
  readonly silent: number;
}

const TALK = `conversation_id AS conversationId, n, situation, order_number AS orderNumber, product, turn, answered_seq AS answeredSeq, nudged, silent`;

/** Returns a customer's state in a conversation. */
export function readTalk(sql: Sql, conversationId: string): Talk | undefined {
  return sql
    .prepare<[string], Talk>(`SELECT ${TALK} FROM demo_conversations WHERE conversation_id = ?`)
    .get(conversationId);
}

/** Returns the unfinished talks, oldest first. */
export function talking(sql: Sql, limit: number): Talk[] {
  return sql
    .prepare<[number], Talk>(`SELECT ${TALK} FROM demo_conversations WHERE silent = 0 ORDER BY n LIMIT ?`)
    .all(limit);
}

/** Saves a talk; call inside the transaction it belongs to. */
export function saveTalk(sql: Sql, t: Talk): void {
  sql
    .prepare<[string, number, string, string, string, number, number, number, number]>(
      `INSERT OR REPLACE INTO demo_conversations (conversation_id, n, situation, order_number, product, turn, answered_seq, nudged, silent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      t.conversationId,
      t.n,
      t.situation,
      t.orderNumber,
      t.product,
      t.turn,
      t.answeredSeq,
      t.nudged,
      t.silent,
    );
}
