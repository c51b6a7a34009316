import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestCache } from '../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeEvent } from '../../../../tests/support/make/event.ts';
import { makeItem } from '../../../../tests/support/make/item.ts';
import { finish } from '../store/slices.ts';
import type { StoreWriter } from '../store/types.ts';

let folder: TemporaryFolder;
let writer: StoreWriter;

function open(): StoreWriter {
  return openTestCache(join(folder.path, 'cache.db')).writer;
}

beforeEach(() => {
  folder = temporaryFolder('newer');
  writer = open();
});
afterEach(() => {
  writer.close();
  folder.remove();
});

const item = makeEvent('inventory.item_created', { item: makeItem({ id: 'tea' }) }, { seq: 1 });
const READ = { notificationId: 'n', at: 1 };
const newerType = { ...item, seq: 2, type: 'inventory.item_tagged', data: { itemId: 'tea', tag: 'new' } };
const newerChannel = { ...item, seq: 3, channel: 'carriers', type: 'carriers.added', data: {} };
const newerField = {
  ...makeEvent('inventory.item_updated', { item: makeItem({ id: 'tea', name: 'Green tea' }) }, { seq: 4 }),
};
const withField = { ...newerField, data: { item: { ...newerField.data.item, origin: 'Uji' } } };

function apply(...events: readonly { readonly seq: number }[]): ReturnType<StoreWriter['apply']> {
  const after = { inventory: writer.cursors().inventory?.seq ?? 0, carriers: 0, notifications: 0 };
  return writer.apply({ batch: 1, mode: 'live', after, events: [...events] });
}

describe('events of a newer gateway', () => {
  it('are skipped and counted, and neither refused nor requested again', () => {
    expect(apply(item, newerType, newerChannel, withField)).toMatchObject({
      applied: 2,
      refused: 0,
      newer: 3,
      gaps: [],
    });
    expect(writer.cursors().inventory).toEqual({ seq: 4, id: newerField.id });
    expect(writer.diagnostics()).toMatchObject({ refusedEvents: 0, newerEvents: 3, appliedEvents: 2 });
    const named = writer.db.prepare<[], { name: string }>('SELECT name FROM items').get();
    expect(named).toEqual({ name: 'Green tea' });
  });

  it('of a type that is declared for later are skipped like unknown ones', () => {
    const later = makeEvent('notifications.read', READ, { seq: 2 });
    expect(apply(item, later)).toMatchObject({ applied: 1, refused: 0, newer: 1 });
    expect(writer.cursors().notifications).toEqual({ seq: 2, id: later.id });
    expect(writer.db.prepare('SELECT seq FROM events').all()).toEqual([{ seq: 1 }]);
  });

  it('move the cursor with their id if they are the last of their channel', () => {
    apply(item, newerType);
    expect(writer.cursors().inventory).toEqual({ seq: 2, id: newerType.id });
  });

  it('make an upgraded console refetch their channel once', () => {
    apply(item, newerType);
    writer.close();
    writer = open();
    // The same version could not read more than before.
    expect(writer.cursors().inventory?.seq).toBe(2);
    writer.db.prepare("UPDATE passed_over SET reader = 'an older version'").run();
    writer.close();
    writer = open();
    expect(writer.cursors()).toEqual({});
    // The existing rows are shown until the snapshot is complete.
    expect(writer.db.prepare('SELECT id FROM items').all()).toEqual([{ id: 'tea' }]);
    finish(writer.snapshotBegin('inventory', 'initial'));
    finish(writer.snapshotPage('inventory', [{ kind: 'item', row: makeItem({ id: 'tea' }) }]));
    expect(finish(writer.snapshotEnd('inventory', { seq: 2, id: newerType.id }, 1)).complete).toBe(true);
    writer.close();
    writer = open();
    expect(writer.cursors().inventory?.seq).toBe(2);
  });
});

describe('a snapshot of a newer gateway', () => {
  it('is applied without the kinds of rows that this version does not know', () => {
    finish(writer.snapshotBegin('inventory', 'initial'));
    const rows = [
      { kind: 'item', row: makeItem({ id: 'tea' }) },
      { kind: 'tag', row: { id: 'new' } },
    ];
    expect(finish(writer.snapshotPage('inventory', rows))).toEqual({ staged: 1, refused: 0, newer: 1 });
    expect(finish(writer.snapshotEnd('inventory', { seq: 2, id: item.id }, 2)).complete).toBe(true);
    writer.db.prepare("UPDATE passed_over SET reader = 'an older version'").run();
    writer.close();
    writer = open();
    expect(writer.cursors()).toEqual({});
  });

  it('is refetched after an upgrade if its rows had fields that the old version did not know', () => {
    finish(writer.snapshotBegin('inventory', 'initial'));
    const row = { ...makeItem({ id: 'tea' }), origin: 'Uji' };
    expect(finish(writer.snapshotPage('inventory', [{ kind: 'item', row }]))).toEqual({
      staged: 1,
      refused: 0,
      newer: 1,
    });
    expect(finish(writer.snapshotEnd('inventory', { seq: 2, id: item.id }, 1)).complete).toBe(true);
    expect(writer.db.prepare('SELECT id FROM items').all()).toEqual([{ id: 'tea' }]);
    writer.db.prepare("UPDATE passed_over SET reader = 'an older version'").run();
    writer.close();
    writer = open();
    expect(writer.cursors()).toEqual({});
  });
});
