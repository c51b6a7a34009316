import type { Database } from 'better-sqlite3';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import type { LiveFigures } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { type Reader, readerOf } from '../store/reader.ts';
import { activity } from './activity.ts';
import * as chat from './chat/reads.ts';
import * as inventory from './inventory/reads.ts';
import { stockList } from './inventory/stock-list.ts';
import * as live from './live/reads.ts';
import * as orders from './orders/reads.ts';
import { search } from './search.ts';

type Read<N extends ReadName> = (db: Database, input: MethodInput<N>, now: number) => MethodOutput<N>;

/** Runs a read on one state of the database. */
function read<I, O>(
  query: (reader: Reader, input: I, now: number) => O,
): (db: Database, input: I, now: number) => O {
  return (db, input, now) => {
    const reader = readerOf(db);
    return reader.atOnce(() => query(reader, input, now));
  };
}

/** Every named query. They only read; a ReadError is the answer where there is none. */
export const reads: { readonly [N in ReadName]: Read<N> } = {
  'inventory.list': read(stockList),
  'inventory.facets': read(inventory.facets),
  'inventory.item': read(inventory.item),
  'inventory.ledger': read(inventory.ledger),
  'alerts.list': read(inventory.alertList),
  'alerts.counts': read(inventory.alertCounts),
  'orders.list': read(orders.list),
  'orders.order': read(orders.order),
  'live.figures': read(live.figures),
  'live.chart': read(live.chart),
  'live.top_products': read(live.topProducts),
  'live.activity': read(activity),
  'search.query': read(search),
  'chat.list': read(chat.list),
  'chat.counts': read(chat.counts),
  'chat.conversation': read(chat.conversation),
  'chat.messages': read(chat.messages),
  'chat.draft': read(chat.draft),
  'chat.team': read(chat.team),
  'commands.outbox': read(orders.outbox),
};

/** The live figures of a window, for the engine's stream: on any connection, also inside the writer's. */
export function readLive(db: Database, window: TimeWindow, now: number): LiveFigures {
  return reads['live.figures'](db, { window }, now);
}
