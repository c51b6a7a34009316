import {
  type Count,
  type CountLine,
  type CountStatus,
  countCanBecome,
  enterCount,
  isOpenCount,
  MAX_COUNT_LINES,
  MAX_OPEN_COUNTS,
  onHandBefore,
  recountLine,
} from '#shared/domain/counts.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { COUNT_LINES_PER_EVENT } from '#shared/protocol/events/counts.ts';
import {
  type CountedStock,
  onHandSince,
  readItem,
  readLocation,
  stockOfItems,
  stockOfLocation,
} from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { postCount } from './post.ts';
import { countOpen, nextCountNumber, readCount, readCountLine } from './queries.ts';

/** Returns a sheet that is neither posted nor cancelled. */
function openCount(context: CommandContext, countId: string): Count {
  const count = readCount(context.sql, countId) ?? refuse('unknown_count', {}, { field: 'countId' });
  if (!isOpenCount(count)) refuse('count_ended', { number: count.number }, { current: count });
  return count;
}

function changed(context: CommandContext, countId: string, status: CountStatus): Count {
  const count = openCount(context, countId);
  if (!countCanBecome(count.status, status))
    refuse('count_status', { number: count.number }, { current: count });
  return { ...count, status };
}

const entryOf = (context: CommandContext): string => context.commandId ?? context.newId();

/** Returns the lines that were changed with the sheet as it is then. */
function withLines(
  count: Count,
  before: readonly CountLine[],
  lines: readonly CountLine[],
): { count: Count; lines: CountLine[] } {
  const counted = (all: readonly CountLine[]): number =>
    all.reduce((sum, line) => sum + (line.counted === null ? 0 : 1), 0);
  const countedCount = count.countedCount + counted(lines) - counted(before);
  return { count: { ...count, countedCount, rev: count.rev + 1 }, lines: [...lines] };
}

type Start = CommandData<'counts.start'>;

/** Returns the stock that a sheet covers. Refuses none, too much, and items that do not exist. */
function chosenStock(
  { sql }: CommandContext,
  { locationId, choice, category, itemIds }: Start,
): CountedStock[] {
  if ((choice === 'category') !== (category !== null)) refuse('count_choice', {}, { field: 'category' });
  if ((choice === 'items') !== itemIds.length > 0) refuse('count_choice', {}, { field: 'itemIds' });
  const stock =
    choice === 'items'
      ? stockOfItems(sql, locationId, itemIds)
      : stockOfLocation(sql, locationId, category, MAX_COUNT_LINES + 1);
  if (choice === 'items' && stock.length < new Set(itemIds).size)
    refuse('unknown_item', {}, { field: 'itemIds' });
  if (stock.length === 0) refuse('count_empty', {}, { field: 'choice' });
  if (stock.length > MAX_COUNT_LINES) refuse('count_large', { max: MAX_COUNT_LINES }, { field: 'choice' });
  return stock;
}

function newLine(count: Count, n: number, { itemId, onHand, seq, cost, currency }: CountedStock): CountLine {
  return {
    ...{ countId: count.id, n, itemId, expected: onHand, expectedSeq: seq, cost, currency },
    ...{ startedAt: count.startedAt, counted: null, levelAt: null, levelLast: null, countedBy: null },
    ...{ countedAt: null, entryId: null, recount: false, superseded: false },
  };
}

function start(context: CommandContext, data: Start): { countId: string; number: string; lines: number } {
  const { countId, name, locationId, choice, category, blind } = data;
  const present = readCount(context.sql, countId);
  if (present) refuse('duplicate_id', {}, { field: 'countId', current: present });
  if (!readLocation(context.sql, locationId)) refuse('unknown_location', {}, { field: 'locationId' });
  if (countOpen(context.sql) >= MAX_OPEN_COUNTS) refuse('counts_open', { max: MAX_OPEN_COUNTS });
  const stock = chosenStock(context, data);
  const count: Count = {
    ...{
      id: countId,
      number: `C-${nextCountNumber(context.sql)}`,
      name,
      locationId,
      choice,
      category,
      blind,
    },
    ...{ status: 'counting', lineCount: stock.length, countedCount: 0, rev: 0 },
    ...{ startedBy: context.principal.actor, startedAt: context.now, endedBy: null, endedAt: null },
    ...{ reason: null, changedCount: 0 },
  };
  context.emit('counts.started', { count });
  for (let from = 0; from < stock.length; from += COUNT_LINES_PER_EVENT) {
    const some = stock.slice(from, from + COUNT_LINES_PER_EVENT);
    context.emit('counts.lines_added', { count, lines: some.map((one, n) => newLine(count, from + n, one)) });
  }
  return { countId, number: count.number, lines: stock.length };
}

function lineOf(context: CommandContext, countId: string, itemId: string, field: string): CountLine {
  return readCountLine(context.sql, countId, itemId) ?? refuse('count_line_unknown', {}, { field });
}

function enter(context: CommandContext, { countId, entries, at }: CommandData<'counts.enter'>) {
  const count = openCount(context, countId);
  const moment = Math.min(context.now, Math.max(count.startedAt, at ?? context.now));
  const entryId = entryOf(context);
  const before = entries.map(({ itemId }, n) => lineOf(context, countId, itemId, `entries.${n}.itemId`));
  const lines = entries.map((entry, n) => {
    const line = before[n] ?? refuse('count_line_unknown', {}, { field: 'entries' });
    const { onHand, since } = onHandSince(context.sql, entry.itemId, count.locationId, moment);
    const level = onHandBefore(onHand, since);
    const by = context.principal.actor;
    const result = enterCount(line, { ...entry, level, by, at: moment, entryId });
    if (result.ok) return result.line;
    const item = readItem(context.sql, entry.itemId)?.name ?? entry.itemId;
    return refuse('count_line_changed', { item }, { field: `entries.${n}.seen`, current: line });
  });
  const after = withLines(count, before, lines);
  context.emit('counts.entered', after);
  return { counted: after.count.countedCount };
}

export const countHandlers: GatewayModule['commands'] = {
  'counts.start': start,
  'counts.enter': enter,

  'counts.recount': (context, { countId, itemIds }) => {
    const count = openCount(context, countId);
    const entryId = entryOf(context);
    const before = [...new Set(itemIds)].map((itemId, n) => lineOf(context, countId, itemId, `itemIds.${n}`));
    const lines = before.map((line) => recountLine(line, entryId));
    context.emit('counts.recount_requested', withLines(count, before, lines));
    return { lines: lines.length };
  },

  'counts.review': (context, { countId }) => {
    const count = changed(context, countId, 'reviewing');
    context.emit('counts.review_started', { count });
    return { status: count.status };
  },

  'counts.reopen': (context, { countId }) => {
    const count = changed(context, countId, 'counting');
    context.emit('counts.reopened', { count });
    return { status: count.status };
  },

  'counts.post': (context, { countId, rev, leaveOut, reason }) => {
    const count = changed(context, countId, 'posted');
    if (count.rev !== rev)
      refuse('count_changed', {}, { field: 'rev', current: { ...count, status: 'reviewing' } });
    return { changed: postCount(context, count, new Set(leaveOut), reason) };
  },

  'counts.cancel': (context, { countId, reason }) => {
    const count = changed(context, countId, 'cancelled');
    const endedBy = context.principal.actor;
    context.emit('counts.cancelled', { count: { ...count, endedBy, endedAt: context.now, reason } });
    return { status: 'cancelled' };
  },
};
