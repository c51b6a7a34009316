import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { View } from '#shared/domain/views.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('views');
const view = (id: string, change: Partial<View>): View => ({
  id,
  page: 'inventory',
  name: id,
  ownerId: 'agent-1',
  ownerName: 'Ada',
  shared: false,
  filters: [],
  sort: null,
  columns: null,
  version: 1,
  changedBy: 'Ada',
  changedAt: 0,
  ...change,
});
const list = (): MethodOutput<'views.list'>['views'] =>
  askCache(cache.writer, 'views.list', { page: 'inventory' }, 1).views;

beforeAll(() => {
  const saved = [
    view('mine', {}),
    view('of another page', { page: 'orders' }),
    view('secret', { ownerId: 'bob', ownerName: 'Bob' }),
    view('theirs', { ownerId: 'bob', ownerName: 'Bob', shared: true }),
  ].map((one) => makeEvent('views.saved', { view: one }));
  for (const batch of makeBatches(saved, 10)) cache.writer.apply(batch);
});

describe('the views of a page', () => {
  it('are one’s own and the shared ones, by name', () => {
    expect(list().map(({ name, mine }) => [name, mine])).toEqual([
      ['mine', true],
      ['theirs', false],
    ]);
  });

  it('are found by their names', () => {
    const find = (text: string) =>
      askCache(cache.writer, 'search.query', { text, kinds: ['view'], limit: 10 }, 1).rows;
    expect(find('thei').map(({ subject }) => subject)).toEqual([{ kind: 'view', id: 'inventory/theirs' }]);
    expect(find('secret')).toEqual([]);
  });

  it('show what unsettled commands will make of them', () => {
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect) VALUES (?, ?, 'agent-1', ?, 's', '{}', 'queued', 0, ?)`,
    );
    const by = { name: 'Ada', now: 9 };
    const created = view('new', { name: 'a new one' });
    const effects = [
      { kind: 'view', does: 'create', viewId: 'new', view: created },
      { kind: 'view', does: 'change', viewId: 'new', change: { kind: 'rename', name: 'another' }, by },
      { kind: 'view', does: 'change', viewId: 'theirs', change: { kind: 'share', shared: false }, by },
      { kind: 'view', does: 'remove', viewId: 'mine' },
    ];
    effects.forEach((effect, n) => {
      insert.run(uuidv7(), n + 1, 'views.save', JSON.stringify(effect));
    });
    expect(list().map(({ name, version, pending }) => [name, version, pending])).toEqual([
      ['another', 2, true],
    ]);
    cache.outbox.prepare('DELETE FROM outbox').run();
    expect(list()).toHaveLength(2);
  });
});
