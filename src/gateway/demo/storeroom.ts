import type { Count, CountLine } from '#shared/domain/counts.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { isUnderway, openLines, type Transfer } from '#shared/domain/transfers.ts';
import { listCountLines, listCounts, readCount } from '../counts/index.ts';
import { availableAt, itemsBelow, onHandSince } from '../inventory/index.ts';
import { type CommandContext, CommandError } from '../kernel.ts';
import { openTransfers, readTransfer } from '../transfers/index.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, colleague } from './personas.ts';
import { STORE, WAREHOUSE } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import type { Due } from './simulation.ts';
import { type DemoState, saveChange } from './state.ts';

/** Pause between the steps of transfers and between two entries of a count, ms. */
const TRANSFER_MS = [60_000, 150_000] as const;
const ENTRY_MS = [15_000, 40_000] as const;
/** Pause between the end of a count and the next, ms. */
const COUNT_PAUSE_MS = [10 * 60_000, 30 * 60_000] as const;
/** How long before its start a new shop has sent goods to the store, and counted first, ms. It counts again a day later. */
export const TRANSFERS_MS = 20 * 60_000;
export const COUNTS_MS = DAY_MS + 12 * 60_000;
/** Lines of a sheet, and of a transfer. */
const SHEET_LINES = [36, 60] as const;
const TRANSFER_LINES = [2, 5] as const;
/** The store is filled up from what the warehouse has more of than this. */
const SPARE = 20;
/** The most lines that are read at a time. */
const PAGE = 200;
const LATEST = { at: Number.MAX_SAFE_INTEGER, id: '' };
/** The ids of the demo's sheets and transfers. */
const PREFIX = { count: 'demo-count-', transfer: 'demo-transfer-' } as const;

/** The colleague who starts and posts counts and sends goods, and the one who counts and receives. */
const KEEPER = colleague(2);
const HAND = colleague(0);

/** Returns the next step of the transfers between warehouse and store, and of the weekly counts. */
export function storeroomDue(shop: StockedShop, state: DemoState, now: number): Due[] {
  return [transferDue(shop, state.nextTransferAt ?? now), countDue(shop, state.nextCountAt ?? now)];
}

function transferDue(shop: StockedShop, at: number): Due {
  return {
    at,
    key: 'storeroom:transfer',
    happen: ({ at: now, speed, run }) => {
      const random = randomFor(shop.seed, 'transfer', now);
      const nextTransferAt = now + Math.ceil(random.between(...TRANSFER_MS) / speed);
      run(asMember(KEEPER), now, (context) => {
        saveChange(context, { nextTransferAt });
        // Of two on their way, the older arrives.
        const underway = openTransfers(context.sql, PREFIX.transfer, PAGE).filter(isUnderway);
        const oldest = underway.filter(({ id }) => id.startsWith(PREFIX.transfer))[0];
        if (oldest && underway.length > 1) attempt(() => receive(context, oldest, random));
        else attempt(() => send(context, `${PREFIX.transfer}${now}`, random));
      });
      return [transferDue(shop, nextTransferAt)];
    },
  };
}

/** Sends what the store lacks. */
function send(context: CommandContext, transferId: string, random: Random): void {
  const lines = itemsBelow(context.sql, STORE, 16, PAGE)
    .flatMap(({ itemId, available }) =>
      availableAt(context.sql, itemId, WAREHOUSE) > SPARE ? [{ itemId, quantity: 18 - available }] : [],
    )
    .slice(0, random.between(...TRANSFER_LINES));
  if (lines.length === 0) return;
  context.dispatch('transfers.create', {
    ...{ transferId, fromLocationId: WAREHOUSE, toLocationId: STORE, lines, note: '' },
  });
  const seen = readTransfer(context.sql, transferId)?.changeId ?? '';
  context.dispatch('transfers.send', { transferId, seen, lines });
}

/** Receives what arrived: now and then a piece is missing, and is written off the next time. */
function receive(
  context: CommandContext,
  { id: transferId, changeId: seen, ...transfer }: Transfer,
  random: Random,
): void {
  const open = openLines(transfer).map((line) => ({ ...line }));
  if (transfer.status === 'partially_received') {
    context.dispatch('transfers.write_off', { transferId, seen, lines: open, reason: 'stock.lost' });
    return;
  }
  const short = random.chance(0.3) ? 1 : 0;
  const lines = open
    .map(({ itemId, quantity }, n) => ({ itemId, quantity: n === 0 ? quantity - short : quantity }))
    .filter(({ quantity }) => quantity > 0);
  context.dispatch('transfers.receive', { transferId, seen, lines, writeOff: null });
}

function countDue(shop: StockedShop, at: number): Due {
  return {
    at,
    key: 'storeroom:count',
    happen: ({ at: now, speed, run }) => {
      const random = randomFor(shop.seed, 'count', now);
      const open = run(asMember(KEEPER), now, (context) => {
        const last = listCounts(context.sql, LATEST, 1)[0] ?? null;
        const ours = openCount(context);
        if (!ours) {
          attempt(() => start(context, shop, last, random));
          // The first sheet is counted at once, so that a new shop has one that was posted.
          return last !== null;
        }
        return true;
      });
      const first = !open;
      const counting = run(asMember(HAND), now, (context) => enterNext(context, random, first ? 1_000 : 1));
      if (!counting) run(asMember(KEEPER), now, finish);
      const pause = random.between(...(counting ? ENTRY_MS : COUNT_PAUSE_MS));
      const nextCountAt = now + (first ? DAY_MS : Math.ceil(pause / speed));
      run(asMember(KEEPER), now, (context) => saveChange(context, { nextCountAt }));
      return [countDue(shop, nextCountAt)];
    },
  };
}

/** Returns the demo's open sheet. What people started is theirs. */
function openCount({ sql }: CommandContext): Count | undefined {
  return listCounts(sql, LATEST, 20).find(
    ({ id, status }) => id.startsWith(PREFIX.count) && (status === 'counting' || status === 'reviewing'),
  );
}

function start(context: CommandContext, shop: StockedShop, last: Count | null, random: Random): void {
  const locationId = last?.locationId === STORE ? WAREHOUSE : STORE;
  const stocked = shop.bestsellers.filter(({ id }) => availableAt(context.sql, id, locationId) > 3);
  const begin = random.between(0, Math.max(0, Math.min(stocked.length, 400) - SHEET_LINES[1]));
  const itemIds = stocked.slice(begin, begin + random.between(...SHEET_LINES)).map(({ id }) => id);
  if (itemIds.length === 0) return;
  context.dispatch('counts.start', {
    countId: `${PREFIX.count}${context.now}`,
    ...{
      name: last === null ? 'Monthly count' : 'Weekly count',
      locationId,
      choice: 'items',
      category: null,
    },
    ...{ itemIds, blind: false },
  });
}

/** Enters the next lines that nobody has counted. Returns whether there was one. */
function enterNext(context: CommandContext, random: Random, most: number): boolean {
  const count = openCount(context);
  if (count?.status !== 'counting') return false;
  const lines = listCountLines(context.sql, count.id, -1, PAGE)
    .filter(({ counted }) => counted === null)
    .slice(0, most);
  for (const line of lines) attempt(() => enterLine(context, count, line, random));
  return lines.length > 0;
}

/** Counts a line: mostly what the books say, now and then one or two more or fewer. */
function enterLine(
  context: CommandContext,
  { id: countId, locationId }: Count,
  line: CountLine,
  random: Random,
): void {
  const { itemId, entryId: seen } = line;
  const { onHand } = onHandSince(context.sql, itemId, locationId, context.now);
  const off = random.chance(0.25) ? random.pick([-2, -1, -1, 1]) : 0;
  const counted = Math.max(0, onHand + off);
  context.dispatch('counts.enter', {
    countId,
    entries: [{ itemId, counted, adds: false, from: null, seen }],
    at: null,
  });
}

/** Reviews and posts the sheet; cancels it where something stands in the way. What a person reviews is left to them. */
function finish(context: CommandContext): void {
  const count = openCount(context);
  if (count?.status !== 'counting') return;
  const { id: countId } = count;
  attempt(() => {
    context.dispatch('counts.review', { countId });
    const rev = readCount(context.sql, countId)?.rev ?? 0;
    context.dispatch('counts.post', { countId, rev, leaveOut: [], reason: 'stock.recount' });
  });
  if (openCount(context))
    attempt(() => void context.dispatch('counts.cancel', { countId, reason: 'stock.recount' }));
}

/** Does something that people may have made impossible; a refusal is no failure of the demo. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}
