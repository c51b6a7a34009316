import {
  type Count,
  type CountHurdle,
  type CountLine,
  countDifference,
  countHurdle,
} from '#shared/domain/counts.ts';
import { available } from '#shared/domain/inventory.ts';
import { COUNT_LINES_PER_EVENT } from '#shared/protocol/events/counts.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { countStock, readItem, stockAt } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { differingLines, openCountsAt, readCountLine } from './queries.ts';

/** The lines of which a refusal says what stops them; more would not fit into a message. */
const MAX_NAMED = 100;
/** Lines that are read at a time. */
const PAGE = 500;

/** A line that cannot be posted, as the refusal names it. */
interface Stopped {
  readonly itemId: string;
  readonly name: string;
  readonly sku: string;
  readonly hurdle: CountHurdle;
  readonly difference: number;
  readonly onHand: number;
  readonly available: number;
}

function* linesToPost(
  context: CommandContext,
  countId: string,
  leaveOut: ReadonlySet<string>,
): Generator<CountLine> {
  let after = -1;
  for (;;) {
    const page = differingLines(context.sql, countId, after, PAGE);
    for (const line of page) if (!leaveOut.has(line.itemId)) yield line;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.n;
  }
}

function stopOf(context: CommandContext, line: CountLine, locationId: string): Stopped | null {
  const { itemId } = line;
  const { balance, backorderLimit } = stockAt(context, { itemId, locationId });
  const free = available(balance);
  const hurdle = countHurdle(line, { available: free, backorderLimit });
  if (hurdle === null) return null;
  const { name = itemId, sku = '' } = readItem(context.sql, itemId) ?? {};
  const difference = countDifference(line) ?? 0;
  return { itemId, name, sku, hurdle, difference, onHand: balance.onHand, available: free };
}

/** Refuses to post while lines are stopped, and names them. */
function refuseStopped(stopped: readonly Stopped[]): void {
  const first = stopped.find(({ hurdle }) => hurdle === 'committed') ?? stopped[0];
  if (!first) return;
  const values = { lines: stopped.length, item: first.name };
  const detail = { field: 'leaveOut', current: stopped.slice(0, MAX_NAMED) };
  if (first.hurdle === 'committed') refuse('count_lines_committed', values, detail);
  refuse('count_lines_superseded', values, detail);
}

/**
 * Changes the levels of all lines that differ by their differences, all or nothing, and ends the sheet. Returns the number of
 * levels changed.
 */
export function postCount(
  context: CommandContext,
  count: Count,
  leaveOut: ReadonlySet<string>,
  reason: string,
): number {
  const { locationId, number } = count;
  const lines = [...linesToPost(context, count.id, leaveOut)];
  refuseStopped(lines.flatMap((line) => stopOf(context, line, locationId) ?? []));
  const endedBy = context.principal.actor;
  // The sheet ends first: what it changes itself does not settle its own lines.
  context.emit('counts.posted', {
    count: { ...count, endedBy, endedAt: context.now, reason, changedCount: lines.length },
  });
  countStock(context, {
    locationId,
    lines: lines.map((line) => ({ itemId: line.itemId, quantity: countDifference(line) ?? 0 })),
    reason,
    reference: number,
  });
  return lines.length;
}

/** Marks the lines of open sheets whose level was set by another count: their difference is in the level already. */
function supersede(
  context: CommandContext,
  { data }: EventOf<'inventory.stock_counted' | 'inventory.levels_counted'>,
): void {
  const locationId = data.movements[0]?.locationId;
  if (locationId === undefined) return;
  for (const count of openCountsAt(context.sql, locationId)) {
    const lines = data.movements.flatMap(({ itemId }) => {
      const line = readCountLine(context.sql, count.id, itemId);
      return line && line.counted !== null && !line.superseded ? [{ ...line, superseded: true }] : [];
    });
    let now = count;
    for (let from = 0; from < lines.length; from += COUNT_LINES_PER_EVENT) {
      now = { ...now, rev: now.rev + 1 };
      const some = lines.slice(from, from + COUNT_LINES_PER_EVENT);
      context.emit('counts.lines_superseded', { count: now, lines: some });
    }
  }
}

export const countReactions: NonNullable<GatewayModule['reactions']> = {
  'inventory.stock_counted': supersede,
  'inventory.levels_counted': supersede,
};
