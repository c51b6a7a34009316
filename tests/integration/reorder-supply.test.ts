import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { DEFAULT_TERMS } from '#shared/domain/reorder.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { listDeliveries } from '../../src/gateway/purchasing/queries.ts';
import { reorderItems } from '../../src/gateway/reorder/queries.ts';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import { askCache, openTestCache } from '../support/cache.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeBatches } from '../support/make/event.ts';
import { makeOffer, makeSupplier } from '../support/make/supplier.ts';
import { seeded } from '../support/random.ts';

/* The gateway and a console that has followed its events reckon what to order alike. */

const shop = domainShopPerTest();
const UTC = { timeZone: 'UTC', currency: 'USD' };
let folder: TemporaryFolder | undefined;
let cache: OpenedStore | undefined;
afterEach(() => {
  cache?.writer.close();
  folder?.remove();
  cache = undefined;
});

/** Returns what a console says that has received all events. */
function ask<N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> {
  if (cache === undefined) {
    folder = temporaryFolder('reorder-supply');
    cache = openTestCache(join(folder.path, 'cache.db'));
    for (const batch of makeBatches(shop.domains.events(), 200)) cache.writer.apply(batch);
    cache.writer.setWorkspace({ ...UTC, stockLimits: DEFAULT_STOCK_LIMITS });
  }
  return askCache(cache.writer, name, input, shop.domains.now);
}

const LIST: MethodInput<'reorder.list'> = {
  ...{ after: null, limit: 200, search: '', locationId: null, category: null, supplierId: null },
  ...{ itemClass: null, need: 'any', sort: 'sku', direction: 'asc' },
};

/** Lets the shop sell tea and mugs for a month, a few each day. */
function trade(): void {
  const { domains } = shop;
  const random = seeded(5);
  for (const itemId of ['tea', 'mug'])
    domains.command('inventory.receive', { itemId, locationId: 'shop', quantity: 400, reference: null });
  for (let day = 0; day < 30; day += 1) {
    domains.now += DAY_MS;
    for (const itemId of ['tea', 'mug']) {
      const id = shop.placeOrder([{ itemId, quantity: 1 + Math.floor(random() * 6) }]);
      shop.pay(id, shop.order(id)?.total ?? 0);
      domains.command('orders.fulfil', { orderId: id });
    }
  }
  domains.now += DAY_MS;
}

/** Makes a supplier that sells both items. */
function supply(id: string, change: Parameters<typeof makeSupplier>[0], price = 450): void {
  shop.domains.command('suppliers.create', { supplier: makeSupplier({ id, name: id, ...change }) });
  for (const itemId of ['tea', 'mug'])
    shop.domains.command('suppliers.set_item', {
      ...makeOffer({ supplierId: id, itemId, price, preferred: false, supplierSku: null, packSize: 7 }),
      expected: null,
    });
}

/** Compares the list of the console with that of the gateway, and returns the latter. */
function compare() {
  const { domains } = shop;
  const scope = { locationId: null, after: '', limit: 10 };
  const rest = reorderItems(domains.sql, UTC, scope, domains.now).toSorted((a, b) =>
    a.sku < b.sku ? -1 : 1,
  );
  const { rows } = ask('reorder.list', LIST);
  expect(
    rows.map((row) => ({
      itemId: row.itemId,
      sku: row.sku,
      name: row.name,
      available: row.available,
      incoming: row.incoming,
      demandPerDay: row.demand,
      demandDeviation: row.deviation,
      daysInStock: row.daysInStock,
      supplierId: row.supplier?.id ?? null,
      serviceLevel: row.serviceLevel,
      leadTimeDays: row.leadTimeDays,
      leadTimeDeviationDays: row.leadTimeDeviationDays,
      multiple: row.multiple,
      safetyStock: row.safetyStock,
      reorderPoint: row.reorderPoint,
      orderUpTo: row.orderUpTo,
      daysOfCover: row.daysOfCover,
      needsOrder: row.needsOrder,
      suggested: row.suggested,
    })),
  ).toEqual(rest);
  return { rest, rows };
}

describe('what to order, at the gateway and in a console', () => {
  it('uses the terms of the workspace where nobody sells an item', () => {
    trade();
    const { rows } = compare();
    expect(rows[0]).toMatchObject({ supplier: null, leadTimeDays: 7, serviceFrom: 'workspace', multiple: 1 });
  });

  it('uses the cheapest supplier, its packs and its service level', () => {
    trade();
    const terms = { ...DEFAULT_TERMS, serviceLevelA: 99 } as const;
    shop.domains.command('reorder.set_policy', { terms, expected: 0 });
    supply('dear', { leadTimeDays: 2 }, 500);
    supply('cheap', { leadTimeDays: 21, leadTimeDeviationDays: 3.5, serviceLevel: 97.5 });
    const { rows } = compare();
    for (const row of rows) {
      expect(row).toMatchObject({
        ...{ supplier: { id: 'cheap' }, supplierChoice: 'cheapest', offerCount: 2, leadTimeDays: 21 },
        ...{ serviceLevel: 97.5, serviceFrom: 'supplier', multiple: 7, unitCost: 450 },
      });
      expect((row.suggested ?? 1) % 7).toBe(0);
    }
  });

  it('lets go of what is ordered, and names the draft that it is on before', () => {
    trade();
    supply('north', { leadTimeDays: 90 });
    const order = { number: null, supplierId: 'north', locationId: 'shop', expectedOn: null, note: null };
    const lines = [{ itemId: 'tea', quantity: 7000, unitPrice: null }];
    const { number } = shop.domains.command('purchasing.create_order', {
      ...{ ...order, purchaseId: 'p1', place: false, lines },
    });
    const drafted = compare().rows.find(({ itemId }) => itemId === 'tea');
    expect(drafted).toMatchObject({
      ...{ needsOrder: true, incoming: 0, onDraft: 7000 },
      drafts: [{ purchaseId: 'p1', number, quantity: 7000 }],
    });
    const { lines: proposed } = ask('reorder.proposal', { itemIds: ['tea'], scope: null, to: 'shop' });
    expect(proposed).toMatchObject([
      { itemId: 'tea', onDraft: 7000, offers: [{ supplierId: 'north', chosen: true, minimumOrder: 10_000 }] },
    ]);
    cache?.writer.close();
    cache = undefined;
    shop.domains.command('purchasing.place_order', { purchaseId: 'p1', expected: 1 });
    const placed = compare().rows.find(({ itemId }) => itemId === 'tea');
    expect(placed).toMatchObject({ needsOrder: false, incoming: 7000, onDraft: 0, drafts: [] });
  });

  it('measures how long a supplier really takes, from three deliveries on', () => {
    supply('north', { leadTimeDays: 5 });
    const { domains } = shop;
    for (const [n, days] of [2, 4, 9].entries()) {
      const purchaseId = `p${n}`;
      domains.command('purchasing.create_order', {
        ...{
          purchaseId,
          number: null,
          supplierId: 'north',
          locationId: 'shop',
          expectedOn: null,
          note: null,
        },
        ...{ place: true, lines: [{ itemId: 'tea', quantity: 7, unitPrice: null }] },
      });
      const receive = (quantity: number, expected: number): unknown =>
        domains.command('purchasing.receive', {
          ...{ purchaseId, locationId: 'shop', reference: null, acceptOver: false },
          arrivals: [{ line: 0, quantity, lot: null, expected }],
        });
      domains.now += DAY_MS;
      receive(3, 0);
      domains.now += (days - 1) * DAY_MS;
      receive(4, 3);
    }
    expect(listDeliveries(domains.sql, 'north')).toHaveLength(3);
    const found = ask('purchasing.lead_time', { supplierId: 'north' });
    expect(found).toMatchObject({ deliveries: 3, measured: { days: 5 } });
    expect(found.measured?.deviation).toBeCloseTo(Math.sqrt(13), 9);
    expect(ask('purchasing.lead_time', { supplierId: 'nobody' })).toMatchObject({
      ...{ deliveries: 0, measured: null },
    });
  });
});
