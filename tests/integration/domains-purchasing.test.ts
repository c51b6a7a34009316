import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Level } from '#shared/domain/inventory.ts';
import { missingOf, type Purchase, type PurchaseEntry } from '#shared/domain/purchasing.ts';
import type { SupplierItem } from '#shared/domain/suppliers.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from '../support/cache.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeLocation } from '../support/make/item.ts';
import { makeOffer, makeSupplier } from '../support/make/supplier.ts';

const shop = domainShopPerTest();
let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('purchasing');
  const { domains } = shop;
  domains.command('inventory.create_location', { location: makeLocation({ id: 'hall', name: 'Hall' }) });
  domains.command('suppliers.create', { supplier: makeSupplier() });
  domains.command('suppliers.set_item', { ...makeOffer(), expected: null });
});
afterEach(() => folder.remove());

type Lines = CommandData<'purchasing.create_order'>['lines'];
const TEA: Lines = [{ itemId: 'tea', quantity: 12, unitPrice: null }];

function create(purchaseId: string, lines: Lines = TEA, place = true) {
  const rest = { number: null, supplierId: 'north', locationId: 'hall', expectedOn: null, note: null };
  return shop.domains.command('purchasing.create_order', { purchaseId, ...rest, lines, place });
}
const purchase = (id: string): Purchase => {
  const found = shop.rows<Purchase>('purchasing', 'purchase').find((one) => one.id === id);
  if (!found) throw new Error(`There is no order ${id}.`);
  return found;
};
const levelAt = (itemId: string, locationId: string): Level | undefined =>
  shop.rows<Level>('inventory', 'level').find((l) => l.itemId === itemId && l.locationId === locationId);
const delivery = (purchaseId: string, quantity: number, change: object = {}) => ({
  ...{ purchaseId, locationId: 'hall', reference: 'DN-1', acceptOver: false },
  arrivals: [{ line: 0, quantity, expected: purchase(purchaseId).lines[0]?.received ?? 0, lot: null }],
  ...change,
});

describe('suppliers', () => {
  it('keep one preferred supplier for each item', () => {
    const { domains } = shop;
    domains.command('suppliers.create', { supplier: makeSupplier({ id: 'south', name: 'South' }) });
    domains.command('suppliers.set_item', { ...makeOffer({ supplierId: 'south' }), expected: null });
    const offers = shop.rows<SupplierItem>('suppliers', 'supplier_item');
    expect(offers.map(({ supplierId, preferred, version }) => [supplierId, preferred, version])).toEqual([
      ['north', false, 2],
      ['south', true, 1],
    ]);
  });

  it('are not overwritten unseen, and keep the currency that their prices are in', () => {
    const { domains } = shop;
    const supplier = makeSupplier({ name: 'Renamed' });
    expect(domains.command('suppliers.update', { supplier, expected: 1 })).toEqual({ version: 2 });
    expect(domains.refusal('suppliers.update', { supplier: makeSupplier(), expected: 1 })).toMatchObject({
      code: 'conflict',
      why: { id: 'supplier_changed' },
      current: { name: 'Renamed', version: 2 },
    });
    const offer = { ...makeOffer({ price: 1 }), expected: 7 };
    expect(domains.refusal('suppliers.set_item', offer)).toMatchObject({
      code: 'conflict',
      current: { price: 450, version: 1 },
    });
    const euro = { supplier: makeSupplier({ currency: 'EUR' }), expected: 2 };
    expect(domains.refusal('suppliers.update', euro)).toMatchObject({ field: 'supplier.currency' });
    const removal = { supplierId: 'north', itemId: 'tea', expected: 1 };
    expect(domains.command('suppliers.remove_item', removal)).toEqual({});
    expect(domains.command('suppliers.update', euro)).toEqual({ version: 3 });
  });
});

describe('a purchase order', () => {
  it('takes numbers, prices and the expected day by itself, and can be placed in one step', () => {
    expect(create('p1')).toEqual({
      ...{ purchaseId: 'p1', number: 'PO-00001', total: 5400, status: 'ordered', version: 2 },
    });
    expect(purchase('p1')).toMatchObject({
      expectedOn: '2026-01-10',
      currency: 'USD',
      placedAt: shop.domains.now,
    });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 12, onHand: 0 });
    expect(create('p2').number).toBe('PO-00002');
    const twice = [...TEA, ...TEA];
    create('p3', twice);
    expect(levelAt('tea', 'hall')?.incoming).toBe(48);
  });

  it('refuses what it cannot order, with the field', () => {
    const refusal = (change: object) =>
      shop.domains.refusal('purchasing.create_order', {
        ...{ purchaseId: 'p', number: null, supplierId: 'north', locationId: 'hall' },
        ...{ expectedOn: null, note: null, lines: TEA, place: true },
        ...change,
      });
    expect(refusal({ lines: [{ itemId: 'mug', quantity: 1, unitPrice: null }] })).toMatchObject({
      field: 'lines.0.unitPrice',
      why: { id: 'purchase_price' },
    });
    expect(refusal({ lines: [...TEA, { itemId: 'x', quantity: 1, unitPrice: 1 }] })).toMatchObject({
      field: 'lines.1.itemId',
    });
    expect(refusal({ locationId: 'x' })).toMatchObject({ field: 'locationId' });
    expect(refusal({ supplierId: 'x' })).toMatchObject({ field: 'supplierId' });
    create('p1');
    expect(refusal({ number: 'PO-00001' })).toMatchObject({ field: 'number', code: 'conflict' });
    shop.domains.command('suppliers.update', { supplier: makeSupplier({ status: 'archived' }), expected: 1 });
    expect(refusal({})).toMatchObject({ field: 'supplierId', why: { id: 'supplier_archived' } });
  });

  it('is edited as a draft only, and not unseen', () => {
    create('p1', TEA, false);
    expect(levelAt('tea', 'hall')).toBeUndefined();
    const edit = {
      ...{
        purchaseId: 'p1',
        expected: 1,
        locationId: 'hall',
        expectedOn: '2026-02-01',
        note: 'Please hurry',
      },
      lines: [{ itemId: 'mug', quantity: 3, unitPrice: 200 }, ...TEA],
    };
    expect(shop.domains.command('purchasing.edit_order', edit)).toEqual({ total: 6000, version: 2 });
    expect(shop.domains.refusal('purchasing.edit_order', edit)).toMatchObject({
      code: 'conflict',
      why: { id: 'purchase_changed' },
      current: { version: 2, note: 'Please hurry' },
    });
    shop.domains.command('purchasing.place_order', { purchaseId: 'p1', expected: 2 });
    expect(purchase('p1')).toMatchObject({ status: 'ordered', expectedOn: '2026-02-01' });
    expect(shop.domains.refusal('purchasing.edit_order', { ...edit, expected: 3 })).toMatchObject({
      why: { id: 'purchase_status', values: { status: 'ordered' } },
    });
  });

  it('is received by two people at once only once', () => {
    create('p1');
    const [first, second] = [delivery('p1', 12), delivery('p1', 12)];
    shop.domains.command('purchasing.receive', first);
    expect(shop.domains.refusal('purchasing.receive', second)).toMatchObject({ code: 'conflict' });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 0, onHand: 12 });
    create('p2');
    const [third, fourth] = [delivery('p2', 5), delivery('p2', 5)];
    shop.domains.command('purchasing.receive', third);
    expect(shop.domains.refusal('purchasing.receive', fourth)).toMatchObject({
      ...{ code: 'conflict', field: 'arrivals.0' },
      why: { id: 'purchase_received', values: { received: 5, expected: 0 } },
      current: { lines: [{ received: 5 }] },
    });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 7, onHand: 17 });
  });

  it('names short and over deliveries, and takes an excess only when it is accepted', () => {
    create('p1');
    shop.domains.command('purchasing.receive', delivery('p1', 4));
    const over = delivery('p1', 10);
    expect(shop.domains.refusal('purchasing.receive', over)).toMatchObject({
      why: { id: 'purchase_over', values: { over: 2 } },
    });
    shop.domains.command('purchasing.receive', { ...over, acceptOver: true, locationId: 'shop' });
    const entries = shop.rows<PurchaseEntry>('purchasing', 'purchase_entry');
    expect(entries.flatMap(({ differences }) => differences)).toEqual([
      { line: 0, kind: 'short', quantity: 8 },
      { line: 0, kind: 'over', quantity: 2 },
    ]);
    expect(purchase('p1')).toMatchObject({ status: 'received', closedAt: shop.domains.now });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 0, onHand: 4 });
    expect(levelAt('tea', 'shop')).toMatchObject({ incoming: 0, onHand: 10 });
  });

  it('stops expecting what is closed short or cancelled', () => {
    create('p1');
    const close = { purchaseId: 'p1', expected: 2, reason: 'Sold out' };
    expect(shop.domains.refusal('purchasing.close_short', close)).toMatchObject({ code: 'conflict' });
    shop.domains.command('purchasing.receive', delivery('p1', 4));
    expect(shop.domains.refusal('purchasing.cancel_order', { ...close, expected: 3 })).toMatchObject({
      why: { id: 'purchase_status', values: { status: 'partly_received' } },
    });
    shop.domains.command('purchasing.close_short', { ...close, expected: 3 });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 0, onHand: 4 });
    create('p2');
    shop.domains.command('purchasing.cancel_order', { ...close, purchaseId: 'p2' });
    expect(levelAt('tea', 'hall')).toMatchObject({ incoming: 0, onHand: 4 });
    expect(purchase('p2').status).toBe('cancelled');
  });

  const act = fc.record({
    do: fc.constantFrom('create', 'draft', 'place', 'receive', 'close', 'cancel'),
    order: fc.nat(3),
    line: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 9 }),
    over: fc.boolean(),
    stale: fc.boolean(),
  });

  it('leaves what is incoming equal to what open orders lack, here and in the console', () => {
    const { writer } = openTestCache(join(folder.path, 'cache.db'));
    let n = 0;
    let seen = 0;
    try {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 15 }), (acts) => {
          n += 1;
          for (const { do: what, order, line, quantity, over, stale } of acts) {
            const purchaseId = `p${n}-${order}`;
            const now = shop.rows<Purchase>('purchasing', 'purchase').find(({ id }) => id === purchaseId);
            const which = { purchaseId, expected: (now?.version ?? 1) - (stale && now ? 1 : 0) || 1 };
            const { domains } = shop;
            if (what === 'create' || what === 'draft')
              domains.refusal('purchasing.create_order', {
                ...{ purchaseId, number: null, supplierId: 'north', locationId: 'hall', expectedOn: null },
                ...{ note: null, place: what === 'create' },
                lines: [
                  { itemId: 'tea', quantity, unitPrice: 1 },
                  { itemId: quantity > 4 ? 'tea' : 'mug', quantity: 3, unitPrice: 1 },
                ],
              });
            else if (what === 'place') domains.refusal('purchasing.place_order', which);
            else if (what === 'close') domains.refusal('purchasing.close_short', { ...which, reason: 'r' });
            else if (what === 'cancel') domains.refusal('purchasing.cancel_order', { ...which, reason: 'r' });
            else
              domains.refusal('purchasing.receive', {
                ...{ purchaseId, locationId: 'hall', reference: null, acceptOver: over },
                arrivals: [{ line, quantity, expected: now?.lines[line]?.received ?? 0, lot: null }],
              });
          }
          const orders = shop.rows<Purchase>('purchasing', 'purchase');
          for (const itemId of ['tea', 'mug']) {
            const lacking = orders
              .filter(({ status }) => status === 'ordered' || status === 'partly_received')
              .flatMap(({ lines }) => lines.filter((one) => one.itemId === itemId))
              .reduce((sum, one) => sum + missingOf(one), 0);
            const arrived = orders
              .flatMap(({ lines }) => lines.filter((one) => one.itemId === itemId))
              .reduce((sum, one) => sum + one.received, 0);
            const level = levelAt(itemId, 'hall');
            expect([level?.incoming ?? 0, level?.onHand ?? 0]).toEqual([lacking, arrived]);
          }
          const events = shop.domains.events().filter(({ channel }) => channel === 'purchasing');
          const fresh = events.filter(({ seq }) => seq > seen);
          if (fresh.length > 0)
            writer.apply({ batch: 1, mode: 'live', after: { purchasing: seen }, events: fresh });
          seen = events.at(-1)?.seq ?? seen;
          expect([...cachedRows(writer.db, 'purchasing')]).toEqual(shop.domains.snapshot('purchasing'));
        }),
        { numRuns: 40 },
      );
    } finally {
      writer.close();
    }
  });
});
