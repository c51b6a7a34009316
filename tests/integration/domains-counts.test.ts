import { describe, expect, it } from 'vitest';
import type { Count, CountLine } from '#shared/domain/counts.ts';
import type { Level, Movement } from '#shared/domain/inventory.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeItem } from '../support/make/item.ts';
import { workedMs } from '../support/work.ts';

const shop = domainShopPerTest();
const { rows, stock, adjust } = shop;

type Entry = CommandData<'counts.enter'>['entries'][number];

const sheet = (): Count | undefined => rows<Count>('counts', 'count').at(-1);
const lineOf = (itemId: string): CountLine | undefined =>
  rows<CountLine>('counts', 'count_line').find((line) => line.itemId === itemId);
const onHand = (itemId = 'tea'): number | undefined =>
  rows<Level>('inventory', 'level').find((level) => level.itemId === itemId)?.onHand;

function start(given: Partial<CommandData<'counts.start'>> = {}): void {
  shop.domains.command('counts.start', {
    ...{ countId: 'sheet', name: 'Monday', locationId: 'shop', choice: 'all', category: null, itemIds: [] },
    ...{ blind: false, ...given },
  });
}

function entry(counted: number, given: Partial<Entry> = {}): Entry {
  const itemId = given.itemId ?? 'tea';
  return { itemId, counted, adds: false, from: null, seen: lineOf(itemId)?.entryId ?? null, ...given };
}

function enter(entries: Entry[], at: number | null = null): void {
  shop.domains.command('counts.enter', { countId: 'sheet', entries, at });
}

const post = (given: Partial<CommandData<'counts.post'>> = {}) =>
  shop.domains.refusal('counts.post', {
    ...{ countId: 'sheet', rev: sheet()?.rev ?? 0, leaveOut: [], reason: 'stock.recount', ...given },
  });

function review(): void {
  shop.domains.command('counts.review', { countId: 'sheet' });
}

function sell(quantity: number): void {
  const orderId = shop.placeOrder([{ quantity }]);
  shop.pay(orderId, 300 * quantity);
  shop.domains.command('orders.fulfil', { orderId });
}

describe('a stocktake', () => {
  it('posts the difference at the moment of the count, and keeps what was sold since', () => {
    stock(10);
    start();
    expect(lineOf('tea')).toMatchObject({ expected: 10, counted: null });
    shop.domains.now += 60_000;
    sell(1);
    shop.domains.now += 60_000;
    // The books say 9, the shelf has 7.
    const at = shop.domains.now;
    shop.domains.now += 60_000;
    sell(2);
    enter([entry(7)], at);
    expect(lineOf('tea')).toMatchObject({
      counted: 7,
      levelAt: 9,
      countedAt: at,
      countedBy: { name: 'Mara' },
    });
    shop.domains.now += 60_000;
    sell(1);
    expect(onHand()).toBe(6);
    review();
    expect(post()).toBeNull();
    // 7 were counted, and 3 sold since.
    expect(onHand()).toBe(4);
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      ...{ type: 'counted', deltaOnHand: -2, reason: 'stock.recount', reference: 'C-1' },
    });
    expect(sheet()).toMatchObject({ status: 'posted', changedCount: 1, endedBy: { name: 'Mara' } });
  });

  it('takes the level at the start for what was counted before the clock of a console says so', () => {
    stock(10);
    shop.domains.now += 1000;
    start();
    shop.domains.now += 1000;
    sell(1);
    enter([entry(4)], 1);
    expect(lineOf('tea')).toMatchObject({ levelAt: 10, countedAt: sheet()?.startedAt });
  });

  it('changes nothing that was not counted, and nothing at all before it is reviewed', () => {
    stock(10);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 5,
      reference: null,
    });
    start();
    enter([entry(3)]);
    expect(post()).toMatchObject({ code: 'conflict', why: { id: 'count_status' } });
    expect(onHand()).toBe(10);
    review();
    expect(post()).toBeNull();
    expect([onHand(), onHand('mug')]).toEqual([3, 5]);
    expect(shop.domains.refusal('counts.cancel', { countId: 'sheet', reason: 'late' })).toMatchObject({
      why: { id: 'count_ended' },
    });
  });

  it('gives whoever did not see an entry both values', () => {
    stock(10);
    start();
    enter([entry(7, { seen: null })]);
    const second = shop.domains.refusal('counts.enter', {
      countId: 'sheet',
      entries: [entry(4, { seen: null })],
      at: null,
    });
    expect(second).toMatchObject({
      ...{ code: 'conflict', why: { id: 'count_line_changed' }, field: 'entries.0.seen' },
      current: { itemId: 'tea', counted: 7, countedBy: { name: 'Mara' } },
    });
    // They counted another shelf: both together.
    enter([entry(11, { adds: true, from: 7 })]);
    expect(lineOf('tea')).toMatchObject({ counted: 11 });
  });

  it('enters all lines of a command or none', () => {
    stock(10);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 5,
      reference: null,
    });
    start();
    enter([entry(7)]);
    const refused = shop.domains.refusal('counts.enter', {
      countId: 'sheet',
      entries: [entry(2, { itemId: 'mug' }), entry(4, { seen: null })],
      at: null,
    });
    expect(refused).toMatchObject({ code: 'conflict' });
    expect(lineOf('mug')?.counted).toBeNull();
  });

  it('names what would leave less than is promised, and posts the rest without it', () => {
    stock(10);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 5,
      reference: null,
    });
    start();
    enter([entry(2), entry(6, { itemId: 'mug' })]);
    shop.placeOrder([{ quantity: 4 }]);
    review();
    expect(post()).toMatchObject({
      code: 'insufficient_stock',
      why: { id: 'count_lines_committed', values: { lines: 1 } },
      current: [{ itemId: 'tea', hurdle: 'committed', difference: -8, onHand: 10, available: 6 }],
    });
    expect([onHand(), onHand('mug')]).toEqual([10, 5]);
    expect(post({ leaveOut: ['tea'] })).toBeNull();
    expect([onHand(), onHand('mug')]).toEqual([10, 6]);
  });

  it('does not take a difference twice that another count has settled', () => {
    stock(10);
    start();
    enter([entry(8)]);
    shop.domains.command('inventory.adjust', {
      ...TEA,
      change: { mode: 'set', quantity: 8, expected: 10 },
      reason: 'looked',
      reference: null,
    });
    expect(lineOf('tea')?.superseded).toBe(true);
    review();
    expect(post()).toMatchObject({ code: 'conflict', why: { id: 'count_lines_superseded' } });
    shop.domains.command('counts.recount', { countId: 'sheet', itemIds: ['tea'] });
    expect(lineOf('tea')).toMatchObject({ counted: null, recount: true, superseded: false });
    enter([entry(8)]);
    expect(post()).toBeNull();
    expect(onHand()).toBe(8);
  });

  it('refuses to post what was not reviewed', () => {
    stock(10);
    start();
    enter([entry(8)]);
    review();
    const rev = sheet()?.rev ?? 0;
    enter([entry(3)]);
    expect(post({ rev })).toMatchObject({ code: 'conflict', why: { id: 'count_changed' } });
    expect(onHand()).toBe(10);
  });

  it('covers a category or a list, also items that the location never had', () => {
    stock(1);
    shop.domains.command('inventory.create_item', { item: makeItem({ id: 'pot', category: 'pots' }) });
    start({ choice: 'items', itemIds: ['pot', 'tea'] });
    expect(sheet()?.lineCount).toBe(2);
    expect(lineOf('pot')).toMatchObject({ expected: 0, expectedSeq: 0 });
    const refusal = (given: Partial<CommandData<'counts.start'>>) =>
      shop.domains.refusal('counts.start', {
        ...{ countId: 'other', name: '', locationId: 'shop', choice: 'all', category: null, itemIds: [] },
        ...{ blind: true, ...given },
      });
    expect(refusal({ choice: 'category', category: 'pots' })).toMatchObject({ why: { id: 'count_empty' } });
    expect(refusal({ choice: 'category' })).toMatchObject({ field: 'category' });
    expect(refusal({ choice: 'items', itemIds: ['nothing'] })).toMatchObject({ code: 'not_found' });
    expect(refusal({ locationId: 'moon' })).toMatchObject({ field: 'locationId' });
    expect(refusal({ choice: 'category', category: 'kitchen' })).toBeNull();
  });

  it('starts, counts and posts a sheet of 5,000 lines in bounded events', () => {
    const ids = Array.from({ length: 5000 }, (_, n) => `i${n}`);
    shop.domains.run((context) => {
      for (const id of ids) {
        context.dispatch('inventory.create_item', { item: makeItem({ id, sku: id, name: id }) });
        context.dispatch('inventory.receive', {
          itemId: id,
          locationId: 'shop',
          quantity: 9,
          reference: null,
        });
      }
    });
    start();
    expect(sheet()?.lineCount).toBe(5000);
    const seen: string | null = null;
    for (let from = 0; from < ids.length; from += 50)
      enter(
        ids.slice(from, from + 50).map((itemId) => ({ itemId, counted: 8, adds: false, from: null, seen })),
      );
    expect(sheet()?.countedCount).toBe(5000);
    review();
    const began = workedMs();
    expect(post()).toBeNull();
    // The longest turn of the gateway that a sheet can cause; stated so that it is noticed when it grows.
    expect(workedMs() - began).toBeLessThan(5_000);
    const events = shop.domains.events().filter(({ type }) => type === 'inventory.levels_counted');
    expect(events).toHaveLength(25);
    expect(sheet()?.changedCount).toBe(5000);
    adjust(1);
  });
});
