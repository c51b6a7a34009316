import { describe, expect, it } from 'vitest';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import { type Choices, LEFT_OUT, lineKey, ordersOf, type Proposal } from './order-form.ts';

const NONE: Choices = { suppliers: {}, raised: new Set() };
const offer = (supplierId: string, change: Partial<ProposedItem['offers'][number]> = {}) => ({
  ...{ supplierId, supplierName: supplierId, currency: 'USD', minimumOrder: 0 },
  ...{ packSize: 6, price: 100, chosen: true, ...change },
});
const line = (itemId: string, change: Partial<ProposedItem> = {}): ProposedItem => ({
  ...{ itemId, sku: itemId, name: itemId, unit: 'pc', locationId: 'shop', suggested: 10 },
  ...{ onDraft: 0, drafts: [], cost: 80, currency: 'USD', offers: [offer('north')], ...change },
});
const proposal = (...lines: ProposedItem[]): Proposal => ({
  lines,
  suppliers: [
    { id: 'north', name: 'North', currency: 'USD', minimumOrder: 500 },
    { id: 'euro', name: 'Euro', currency: 'EUR', minimumOrder: 0 },
  ],
  more: false,
  asOf: { seq: 1, at: null },
});

describe('the orders of a proposal', () => {
  it('are one for each supplier and location, in whole packs', () => {
    const { orders, open } = ordersOf(
      proposal(line('a'), line('b', { locationId: 'yard' }), line('c', { offers: [offer('south')] })),
      NONE,
    );
    expect(orders.map(({ supplierId, locationId, total }) => [supplierId, locationId, total])).toEqual([
      ['north', 'shop', 1200],
      ['north', 'yard', 1200],
      ['south', 'shop', 1200],
    ]);
    expect(open).toEqual([]);
  });

  it('order only what is on no draft yet', () => {
    const { orders, onDraft } = ordersOf(
      proposal(line('a', { onDraft: 6 }), line('b', { onDraft: 30 }), line('c', { suggested: null })),
      NONE,
    );
    expect(orders.flatMap(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([6]);
    expect(onDraft.map(({ itemId }) => itemId)).toEqual(['b']);
  });

  it('leave a line open that has no supplier, and offer those with the currency of its cost', () => {
    const nobody = line('a', { offers: [] });
    expect(ordersOf(proposal(nobody), NONE).open).toEqual([nobody]);
    const chosen = { ...NONE, suppliers: { [lineKey(nobody)]: 'north' } };
    expect(ordersOf(proposal(nobody), chosen).orders[0]).toMatchObject({ total: 800, below: 0 });
    const other = { ...NONE, suppliers: { [lineKey(nobody)]: 'euro' } };
    expect(ordersOf(proposal(nobody), other).orders).toEqual([]);
  });

  it('can be changed: another supplier, or none', () => {
    const both = line('a', { offers: [offer('north'), offer('south', { chosen: false, price: 5 })] });
    const key = lineKey(both);
    expect(ordersOf(proposal(both), { ...NONE, suppliers: { [key]: 'south' } }).orders[0]).toMatchObject({
      supplierId: 'south',
      total: 60,
    });
    expect(ordersOf(proposal(both), { ...NONE, suppliers: { [key]: LEFT_OUT } }).open).toEqual([both]);
  });

  it('say what a minimum lacks, and are raised to it', () => {
    const small = proposal(line('a', { offers: [offer('north', { minimumOrder: 2000 })] }));
    const [before] = ordersOf(small, NONE).orders;
    expect(before).toMatchObject({ total: 1200, below: 800 });
    const [after] = ordersOf(small, { ...NONE, raised: new Set([before?.key ?? '']) }).orders;
    expect(after).toMatchObject({ total: 2400, below: 0 });
  });
});
