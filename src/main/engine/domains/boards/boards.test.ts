import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Board } from '#shared/domain/boards.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('boards');
const board = (id: string, change: Partial<Board>): Board => ({
  id,
  name: id,
  ownerId: 'agent-1',
  ownerName: 'Ada',
  shared: false,
  widgets: [],
  version: 1,
  changedBy: 'Ada',
  changedAt: 0,
  ...change,
});
const list = (): MethodOutput<'boards.list'>['boards'] => askCache(cache.writer, 'boards.list', {}, 1).boards;

beforeAll(() => {
  const saved = [
    board('mine', {}),
    board('secret', { ownerId: 'bob', ownerName: 'Bob' }),
    board('theirs', { ownerId: 'bob', ownerName: 'Bob', shared: true }),
  ].map((one) => makeEvent('boards.saved', { board: one }));
  for (const batch of makeBatches(saved, 10)) cache.writer.apply(batch);
});

describe('the boards of a user', () => {
  it('are one’s own and the shared ones, by name', () => {
    expect(list().map(({ name, mine }) => [name, mine])).toEqual([
      ['mine', true],
      ['theirs', false],
    ]);
  });

  it('show what unsettled commands will make of them', () => {
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect) VALUES (?, ?, 'agent-1', ?, 's', '{}', 'queued', 0, ?)`,
    );
    const by = { name: 'Ada', now: 9 };
    const created = board('new', { name: 'a new one' });
    const effects = [
      { kind: 'board', does: 'create', boardId: 'new', board: created },
      { kind: 'board', does: 'change', boardId: 'new', change: { kind: 'rename', name: 'another' }, by },
      { kind: 'board', does: 'change', boardId: 'theirs', change: { kind: 'share', shared: false }, by },
      { kind: 'board', does: 'remove', boardId: 'mine' },
    ];
    effects.forEach((effect, n) => {
      insert.run(uuidv7(), n + 1, 'boards.save', JSON.stringify(effect));
    });
    expect(list().map(({ name, version, pending }) => [name, version, pending])).toEqual([
      ['another', 2, true],
    ]);
    cache.outbox.prepare('DELETE FROM outbox').run();
    expect(list()).toHaveLength(2);
  });
});
