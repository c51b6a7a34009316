import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import type { Catalogue, Product } from './catalogue.ts';
import { TALKS_MS } from './desk.ts';
import { breathe, type DemoGateway, SHOP } from './gateway.ts';
import { ensureColleagues, ensurePersonas } from './personas.ts';
import { createSuppliers } from './purchases.ts';
import { promise } from './service.ts';
import { createPlaces, createProduct } from './shop.ts';
import { type DemoState, holdsData, readState, saveState } from './state.ts';
import { COUNTS_MS, TRANSFERS_MS } from './storeroom.ts';

/** Products written in one transaction, which takes a few ms. */
const PRODUCTS_A_SLICE = 48;
/** How long after the shop has opened customers write and goods are damaged, ms. */
const OPENED_MS = 3 * HOUR_MS;

export interface BeginOptions {
  readonly seed: number;
  /** The days before `now` that a new shop has, and that a stopped one makes up for at most. */
  readonly historyDays: number;
  readonly now: number;
}

/**
 * Starts the shop on an empty database, or returns the state of the existing one; null where the database holds data of its
 * own, to which nothing is added.
 */
export async function begin(gateway: DemoGateway, options: BeginOptions): Promise<DemoState | null> {
  const { sql, executor } = gateway;
  const found = readState(sql);
  // One-click accounts would open a shop that is somebody's own.
  if (!found && holdsData(sql)) return null;
  await executor.run(SHOP, options.now, ensurePersonas);
  if (found) {
    await executor.run(SHOP, options.now, ensureColleagues);
    return resumed(found, options);
  }
  const from = options.now - options.historyDays * DAY_MS;
  const state: DemoState = {
    seed: options.seed,
    phase: 'catalogue',
    nextProduct: 0,
    historyFrom: from,
    nextOrder: 0,
    nextOrderAt: from,
    nextConversation: 0,
    nextConversationAt: Math.max(from + OPENED_MS, options.now - TALKS_MS),
    nextDeliveryAt: from,
    nextTransferAt: Math.max(from + OPENED_MS, options.now - TRANSFERS_MS),
    nextCountAt: Math.max(from + OPENED_MS, options.now - COUNTS_MS),
    nextIncident: 0,
    nextIncidentAt: from + OPENED_MS,
    short: null,
  };
  await executor.run(SHOP, from, (context) => {
    createPlaces(context);
    createSuppliers(context);
    promise(context);
    context.write(saveState, state);
  });
  await executor.run(SHOP, options.now, ensureColleagues);
  return state;
}

/**
 * Returns the state of a shop that was stopped: it goes on where it was, but makes up for no more than the history of a new
 * one.
 */
function resumed(state: DemoState, { now, historyDays }: BeginOptions): DemoState {
  const notBefore = (at: number | null, earliest: number): number => Math.max(at ?? now, earliest);
  const earliest = now - historyDays * DAY_MS;
  return {
    ...state,
    nextOrderAt: notBefore(state.nextOrderAt, earliest),
    nextDeliveryAt: notBefore(state.nextDeliveryAt, earliest),
    nextIncidentAt: notBefore(state.nextIncidentAt, earliest),
    nextTransferAt: notBefore(state.nextTransferAt, Math.max(earliest, now - TRANSFERS_MS)),
    nextCountAt: notBefore(state.nextCountAt, Math.max(earliest, now - COUNTS_MS)),
    nextConversationAt: notBefore(state.nextConversationAt, Math.max(earliest, now - TALKS_MS)),
  };
}

/** Returns the products by sales, so that the bestsellers are on screen first. */
export function byPopularity(catalogue: Catalogue): Product[] {
  const sold = new Map<string, number>();
  for (const template of catalogue.templates) {
    for (const line of template.lines)
      sold.set(line.product.id, (sold.get(line.product.id) ?? 0) + line.quantity);
  }
  return catalogue.products.toSorted(
    (a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Writes the catalogue, from where the previous run stopped. Works in short transactions, each of which saves its progress, with
 * pauses between them. Returns early when `stopped`.
 */
export async function writeCatalogue(
  gateway: DemoGateway,
  products: readonly Product[],
  from: DemoState,
  stopped: () => boolean,
): Promise<DemoState> {
  let state = from;
  while (state.phase === 'catalogue' && !stopped()) {
    const slice = products.slice(state.nextProduct, state.nextProduct + PRODUCTS_A_SLICE);
    const nextProduct = state.nextProduct + slice.length;
    const next: DemoState = {
      ...state,
      nextProduct,
      phase: nextProduct < products.length ? 'catalogue' : 'live',
    };
    await gateway.executor.run(SHOP, state.historyFrom, (context) => {
      for (const product of slice) createProduct(context, state.seed, product);
      context.write(saveState, next);
    });
    state = next;
    await breathe();
  }
  return state;
}
