import type { MovementData } from '#shared/domain/inventory.ts';
import { rowQuery } from '../db/tables.ts';
import { availableAnywhere } from '../inventory/index.ts';
import { AT_ONCE, type CommandContext, type GatewayModule, type Sql } from '../kernel.ts';
import { changeStatus } from './changes.ts';
import { conversationsTable } from './tables.ts';

/** Conversations that one sweep, or one change of stock, opens. */
const PAGE = 200;

const due = rowQuery(conversationsTable, 'WHERE snoozed_until <= ? ORDER BY snoozed_until LIMIT ?');
const waitingForItem = rowQuery(conversationsTable, 'WHERE snoozed_item_id = ? ORDER BY id LIMIT ?');

/** Opens the conversations whose snooze is over. Returns when the next one is, ms; AT_ONCE where some are left, null for none. */
export function sweepSnoozes(context: CommandContext): number | null {
  const ended = due.all(context.sql, context.now, PAGE);
  for (const conversation of ended) changeStatus(context, conversation, 'open');
  return ended.length === PAGE ? AT_ONCE : nextEnd(context.sql);
}

function nextEnd(sql: Sql): number | null {
  const next = sql
    .prepare<[], { at: number }>(
      'SELECT snoozed_until AS at FROM conversations WHERE snoozed_until IS NOT NULL ORDER BY snoozed_until LIMIT 1',
    )
    .get();
  return next?.at ?? null;
}

/** Opens the conversations that waited for an item, once some of it is available. */
function openForStock(
  context: CommandContext,
  { data }: { readonly data: { readonly movements: readonly MovementData[] } },
): void {
  for (const itemId of new Set(data.movements.map((movement) => movement.itemId))) {
    const waiting = waitingForItem.all(context.sql, itemId, PAGE);
    if (waiting.length === 0 || availableAnywhere(context.sql, itemId) <= 0) continue;
    for (const conversation of waiting) changeStatus(context, conversation, 'open');
  }
}

/** What can make an item available again. More than a page of conversations about one item open with its next movements. */
export const chatReactions: NonNullable<GatewayModule['reactions']> = {
  'inventory.stock_adjusted': openForStock,
  'inventory.stock_counted': openForStock,
  'inventory.levels_counted': openForStock,
  'inventory.stock_received': openForStock,
  'inventory.stock_transferred': openForStock,
  'inventory.stock_put_back': openForStock,
  'inventory.reservation_released': openForStock,
  'inventory.reservation_expired': openForStock,
};
