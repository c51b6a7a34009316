import { z } from 'zod';
import { hasOwnUsers } from '../auth/index.ts';
import { listConversations } from '../chat/index.ts';
import { rowQuery, tableOn } from '../db/tables.ts';
import { listItems } from '../inventory/index.ts';
import { type CommandContext, defineWrite, type Sql } from '../kernel.ts';
import { listOrders } from '../orders/index.ts';
import { LATEST } from '../paging.ts';
import { DeskEntry, deskTable, stateTable, Talk, talksTable } from './tables.ts';

/** The demo's progress. Written in the same transaction as the work it counts. Times are in ms; null is now. */
const State = z.object({
  seed: z.int(),
  phase: z.enum(['catalogue', 'live']),
  /** Products created so far. */
  nextProduct: z.int().min(0),
  /** When the shop opened. */
  historyFrom: z.int(),
  nextOrder: z.int().min(0),
  nextOrderAt: z.int().nullable().default(null),
  nextConversation: z.int().min(0),
  nextConversationAt: z.int().nullable().default(null),
  nextDeliveryAt: z.int().nullable().default(null),
  nextTransferAt: z.int().nullable().default(null),
  nextCountAt: z.int().nullable().default(null),
  nextIncident: z.int().min(0).default(0),
  nextIncidentAt: z.int().nullable().default(null),
  /** The product that ran short in the last incident, and when its delivery is due; null once it has arrived. */
  short: z.object({ itemId: z.string(), deliveryAt: z.int() }).nullable().default(null),
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
const unfinishedTalks = rowQuery(talksTable, 'WHERE silent = 0 ORDER BY n DESC LIMIT ?');

/** Returns a customer's state in a conversation. */
export function readTalk(sql: Sql, conversationId: string): Talk | undefined {
  return talkById.get(sql, conversationId);
}

/** Returns the unfinished talks, newest first. */
export function talking(sql: Sql, limit: number): Talk[] {
  return unfinishedTalks.all(sql, limit);
}

/** Saves a talk; call inside the transaction it belongs to. */
export const saveTalk = defineWrite('demo.talk_saved', Talk, ({ sql }, talk) => {
  tableOn(sql, talksTable).upsert(talk, {});
});

/** Saves a change of the progress; call inside the transaction it belongs to. */
export function saveChange(context: CommandContext, change: Partial<DemoState>): void {
  const known = readState(context.sql);
  if (known === null) throw new Error('the demo has not begun');
  context.write(saveState, { ...known, ...change });
}

const deskEntryById = rowQuery(deskTable, 'WHERE conversation_id = ?');
const unfinishedEntries = rowQuery(deskTable, "WHERE step <> 'done' ORDER BY n LIMIT ?");

/** Returns what happens next in a conversation. */
export function readDeskEntry(sql: Sql, conversationId: string): DeskEntry | undefined {
  return deskEntryById.get(sql, conversationId);
}

/** Returns the conversations in which something is to happen yet, oldest first. */
export function unfinishedDesk(sql: Sql, limit: number): DeskEntry[] {
  return unfinishedEntries.all(sql, limit);
}

/** Saves what happens next in a conversation; call inside the transaction it belongs to. */
export const saveDeskEntry = defineWrite('demo.desk_saved', DeskEntry, ({ sql }, entry) => {
  tableOn(sql, deskTable).upsert(entry, {});
});
