import { z } from 'zod';
import { hasOwnUsers } from '../auth/index.ts';
import { listConversations } from '../chat/index.ts';
import { rowQuery, tableOn } from '../db/tables.ts';
import { listItems } from '../inventory/index.ts';
import { defineWrite, type Sql } from '../kernel.ts';
import { listOrders } from '../orders/index.ts';
import { LATEST } from '../paging.ts';
import { stateTable, Talk, talksTable } from './tables.ts';

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
export const saveState = defineWrite('demo.progressed', State, ({ sql }, state) => {
  tableOn(sql, stateTable).upsert({}, { key: KEY, value: JSON.stringify(state) });
});

/** Whether the database holds data of its own: a shop, or people with accounts. */
export function holdsData(sql: Sql): boolean {
  return (
    hasOwnUsers(sql) ||
    listItems(sql, '', 1).length > 0 ||
    listOrders(sql, LATEST, 1).length > 0 ||
    listConversations(sql, LATEST, 1).length > 0
  );
}

const talkById = rowQuery(talksTable, 'WHERE conversation_id = ?');
const unfinishedTalks = rowQuery(talksTable, 'WHERE silent = 0 ORDER BY n LIMIT ?');

/** Returns a customer's state in a conversation. */
export function readTalk(sql: Sql, conversationId: string): Talk | undefined {
  return talkById.get(sql, conversationId);
}

/** Returns the unfinished talks, oldest first. */
export function talking(sql: Sql, limit: number): Talk[] {
  return unfinishedTalks.all(sql, limit);
}

/** Saves a talk; call inside the transaction it belongs to. */
export const saveTalk = defineWrite('demo.talk_saved', Talk, ({ sql }, talk) => {
  tableOn(sql, talksTable).upsert(talk, {});
});
