import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Import, LineFilter } from '#shared/domain/imports.ts';
import { listLines, readImport, readWork } from '../../src/gateway/imports/queries.ts';
import { lineView } from '../../src/gateway/imports/view.ts';
import { openDomains, type TestDomains } from '../support/gateway-domains.ts';
import { sendImport } from '../support/imports.ts';
import { makeItem, makeLocation, makeThreshold } from '../support/make/item.ts';

let on: TestDomains;
beforeEach(async () => {
  on = await openDomains();
  on.command('inventory.create_location', { location: makeLocation({ id: 'main', name: 'Main' }) });
  for (const id of ['a', 'b', 'c']) {
    on.command('inventory.create_item', { item: makeItem({ id, sku: id.toUpperCase() }) });
    on.command('inventory.receive', { itemId: id, locationId: 'main', quantity: 10, reference: null });
  }
});
afterEach(() => on.dispose());

const send = ((type, data) => on.command(type, data)) as Parameters<typeof sendImport>[0];
const work = (): void => {
  for (let n = 0; n < 500 && on.sweep() === 0; n += 1);
};
const found = (id: string): Import => {
  const one = readImport(on.sql, id);
  if (!one) throw new Error('no import');
  return one;
};
const lines = (id: string, filter: LineFilter = 'all') => {
  const { k } = readWork(on.sql, id) ?? { k: -1 };
  return listLines(on.sql, k, filter, 0, 500).map(lineView);
};
const checked = (kind: Import['kind'], table: readonly (readonly string[])[]): string => {
  const id = sendImport(send, kind, table);
  work();
  return id;
};
const apply = (importId: string): void => {
  on.command('imports.apply', { importId, reason: 'Stocktake' });
  work();
};
const onHand = (): Record<string, number> =>
  Object.fromEntries(
    on.sql
      .prepare<[], { id: string; n: number }>(
        'SELECT item_id AS id, on_hand AS n FROM levels ORDER BY item_id',
      )
      .all()
      .map(({ id, n }) => [id, n]),
  );
const LEVELS = ['sku', 'location', 'on_hand'];

describe('an import of levels', () => {
  it('shows what it would change, changes nothing before it is applied, and names its movements', () => {
    const id = checked('levels', [LEVELS, ['A', 'Main', '12'], ['B', 'main', '10'], ['C', 'Main', '7']]);
    expect(found(id)).toMatchObject({ state: 'ready', created: 0, changed: 2, unchanged: 1, errors: 0 });
    expect(lines(id, 'changed')).toMatchObject([
      { line: 2, label: 'A · Main', changes: [{ field: 'on_hand', from: 10, to: 12 }] },
      { line: 4, changes: [{ from: 10, to: 7 }] },
    ]);
    expect(onHand()).toEqual({ a: 10, b: 10, c: 10 });
    apply(id);
    expect(found(id)).toMatchObject({ state: 'applied', done: 2, total: 2 });
    expect(onHand()).toEqual({ a: 12, b: 10, c: 7 });
    const movements = on.sql
      .prepare<[string], { type: string; reason: string; actor: string }>(
        'SELECT type, reason, actor FROM movements WHERE reference = ?',
      )
      .all(id);
    expect(movements).toHaveLength(2);
    expect(movements[0]).toMatchObject({ type: 'counted', reason: 'Stocktake' });
    expect(movements[0]?.actor).toContain('Mara');
  });

  it('with one wrong line applies none, and says where the error is', () => {
    const id = checked('levels', [
      LEVELS,
      ['A', 'Main', '12'],
      ['B', 'Main', '1e9'],
      ['X', 'Nowhere', '1'],
      ['A', 'Main', '3'],
    ]);
    expect(found(id)).toMatchObject({ state: 'ready', errors: 3 });
    expect(
      lines(id, 'errors').map(({ line, errors }) => [line, errors.map((e) => [e.problem, e.column])]),
    ).toEqual([
      [3, [['integer', 3]]],
      [
        4,
        [
          ['unknown_item', 1],
          ['unknown_location', 2],
        ],
      ],
      [5, [['duplicate', 1]]],
    ]);
    expect(on.refusal('imports.apply', { importId: id, reason: 'x' })?.why?.id).toBe('import_errors');
    expect(onHand()).toEqual({ a: 10, b: 10, c: 10 });
  });

  it('keeps what was sold between preview and applying', () => {
    const id = checked('levels', [LEVELS, ['A', 'Main', '12']]);
    on.command('inventory.adjust', {
      itemId: 'a',
      locationId: 'main',
      change: { mode: 'delta', quantity: -4 },
      reason: 'sold',
      reference: null,
    });
    apply(id);
    expect(onHand()['a']).toBe(8);
  });

  it('is taken back as a whole when stock that it needs is promised meanwhile', () => {
    const id = checked('levels', [LEVELS, ['A', 'Main', '12'], ['B', 'Main', '15'], ['C', 'Main', '2']]);
    on.command('inventory.reserve', {
      reservationId: uuidv7(),
      itemId: 'c',
      locationId: 'main',
      quantity: 5,
      orderId: null,
      expiresAt: null,
    });
    apply(id);
    expect(found(id)).toMatchObject({
      state: 'failed',
      failure: { line: 4, why: { id: 'stock_insufficient' } },
      kept: 0,
    });
    expect(onHand()).toEqual({ a: 10, b: 10, c: 10 });
    expect(lines(id, 'errors')).toMatchObject([
      { line: 4, state: 'refused', errors: [{ problem: 'refused' }] },
    ]);
  });

  it('fails where the file expected another quantity', () => {
    const id = checked('levels', [
      [...LEVELS, 'expected'],
      ['A', 'Main', '12', '10'],
      ['B', 'Main', '5', ''],
    ]);
    on.command('inventory.receive', { itemId: 'a', locationId: 'main', quantity: 1, reference: null });
    apply(id);
    expect(found(id)).toMatchObject({ state: 'failed', failure: { line: 2, why: { id: 'stock_changed' } } });
    expect(onHand()).toEqual({ a: 11, b: 10, c: 10 });
  });

  it('is undone by opposite movements; lines that changed since stay or go as the user says', () => {
    const id = checked('levels', [LEVELS, ['A', 'Main', '12'], ['B', 'Main', '15'], ['C', 'Main', '7']]);
    apply(id);
    for (const itemId of ['a', 'b'])
      on.command('inventory.receive', { itemId, locationId: 'main', quantity: 100, reference: null });
    on.command('imports.review', { importId: id });
    work();
    expect(found(id)).toMatchObject({ state: 'reviewed', differing: 2 });
    expect(lines(id, 'differing')).toMatchObject([
      { line: 2, changes: [{ field: 'on_hand', from: 10, to: 12, now: 112 }] },
      { line: 3, changes: [{ from: 10, to: 15, now: 115 }] },
    ]);
    on.command('imports.undo', { importId: id, reason: 'Wrong file', changed: 'keep', except: [3] });
    work();
    expect(found(id)).toMatchObject({ state: 'undone', kept: 1 });
    expect(onHand()).toEqual({ a: 112, b: 110, c: 10 });
    expect(on.refusal('imports.undo', { importId: id, reason: 'x', changed: 'keep', except: [] })?.code).toBe(
      'conflict',
    );
  });
});

describe('an import of items and thresholds', () => {
  const ITEMS = ['sku', 'name', 'category', 'unit', 'price', 'currency'];

  it('creates and changes items, and undoing gives them back what they had; new ones are archived', () => {
    const id = checked('items', [
      ITEMS,
      ['A', 'Lamp', 'Things', 'piece', '2.50', 'USD'],
      ['N', 'New', 'Things', 'piece', '9', 'USD'],
      ['B', 'b', 'Things', 'piece', '1', 'USD'],
    ]);
    expect(found(id)).toMatchObject({ created: 1, changed: 1, unchanged: 1 });
    apply(id);
    const read = (sku: string) =>
      on.sql.prepare<[string]>('SELECT name, price, status FROM items WHERE sku = ?').get(sku);
    expect(read('A')).toEqual({ name: 'Lamp', price: 250, status: 'active' });
    expect(read('N')).toEqual({ name: 'New', price: 900, status: 'active' });
    on.command('imports.review', { importId: id });
    work();
    on.command('imports.undo', { importId: id, reason: 'x', changed: 'take_back', except: [] });
    work();
    expect(read('A')).toEqual({ name: 'a', price: 100, status: 'active' });
    expect(read('N')).toMatchObject({ status: 'archived' });
  });

  it('fails where an item was changed after the preview, and leaves that change alone', () => {
    const id = checked('items', [
      ['sku', 'name'],
      ['B', 'Box'],
      ['A', 'Lamp'],
    ]);
    on.command('inventory.update_item', { item: makeItem({ id: 'a', sku: 'A', name: 'Other' }) });
    apply(id);
    expect(found(id)).toMatchObject({ state: 'failed', failure: { line: 3, why: { id: 'import_stale' } } });
    expect(on.sql.prepare('SELECT name FROM items ORDER BY id').all()).toEqual([
      { name: 'Other' },
      { name: 'b' },
      { name: 'c' },
    ]);
  });

  it('sets thresholds, and undoing removes new ones', () => {
    on.command('inventory.set_threshold', {
      threshold: makeThreshold({ itemId: 'a', lowAt: 3 }),
      removed: false,
    });
    const before = on.snapshot('inventory').filter(({ kind }) => kind === 'threshold');
    const id = checked('thresholds', [
      ['sku', 'location', 'low_at'],
      ['A', '', '5'],
      ['B', 'Main', '4'],
      ['', '', '9'],
    ]);
    expect(found(id)).toMatchObject({ created: 2, changed: 1, errors: 0 });
    apply(id);
    expect(on.snapshot('inventory').filter(({ kind }) => kind === 'threshold')).toHaveLength(3);
    on.command('imports.review', { importId: id });
    work();
    on.command('imports.undo', { importId: id, reason: 'x', changed: 'keep', except: [] });
    work();
    expect(on.snapshot('inventory').filter(({ kind }) => kind === 'threshold')).toEqual(before);
  });
});

describe('imports that are not finished', () => {
  it('are cancelled after a day, and their lines deleted', () => {
    const id = checked('levels', [LEVELS, ['A', 'Main', '12']]);
    on.now += 86_400_000 - 1;
    work();
    expect(found(id).state).toBe('ready');
    on.now += 1;
    work();
    expect(found(id).state).toBe('cancelled');
    expect(on.sql.prepare('SELECT count(*) AS n FROM import_lines').get()).toEqual({ n: 0 });
    expect(on.refusal('imports.apply', { importId: id, reason: 'x' })?.code).toBe('conflict');
  });

  it('need all their lines, and take each once', () => {
    const importId = uuidv7();
    const file = {
      name: 'x',
      columns: [{ field: 'sku', column: 1 }],
      width: 1,
      ignored: [],
      decimal: '.' as const,
    };
    expect(on.refusal('imports.start', { importId, kind: 'levels', file })?.why?.id).toBe('import_fields');
    on.command('imports.start', { importId, kind: 'items', file });
    const part = { importId, lines: [{ line: 2, width: 1, cells: ['A'] }] };
    on.command('imports.stage', part);
    on.command('imports.stage', part);
    expect(on.refusal('imports.check', { importId, lines: 2 })?.why?.id).toBe('import_incomplete');
    on.command('imports.check', { importId, lines: 1 });
    work();
    expect(on.refusal('imports.apply', { importId, reason: 'x' })?.why?.id).toBe('import_nothing');
  });

  it('take back what was applied when they are cancelled halfway', () => {
    const skus = Array.from({ length: 120 }, (_, n) => `S${n}`);
    for (const sku of skus) on.command('inventory.create_item', { item: makeItem({ id: sku, sku }) });
    const id = checked('levels', [LEVELS, ...skus.map((sku) => [sku, 'Main', '5'])]);
    on.command('imports.apply', { importId: id, reason: 'x' });
    on.sweep();
    on.command('imports.cancel', { importId: id });
    work();
    expect(found(id)).toMatchObject({ state: 'cancelled', kept: 0 });
    expect(on.sql.prepare("SELECT sum(on_hand) AS n FROM levels WHERE item_id LIKE 'S%'").get()).toEqual({
      n: 0,
    });
  });
});
