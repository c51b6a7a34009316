import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import { STREAMS } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import { fakeClock } from '../../../../tests/support/fake-clock.ts';
import { makeOutboxEntry } from '../../../../tests/support/make/command.ts';
import { idleStatus } from '../api/engine-port.ts';
import { NoticeHub } from './hub.ts';
import { type Changes, mergeChanges, NO_CHANGES, toNotice } from './merge.ts';

const level = (itemId: string, seq = 1) => ({
  itemId,
  locationId: 'l1',
  onHand: seq,
  committed: 0,
  unavailable: 0,
  seq,
  at: 1,
});
const changed = (topic: string, ...keys: string[]): Changes => ({
  topics: new Map([[topic, new Set(keys)]]),
  levels: new Map(),
});
const toast = (id: string): Toast => ({
  id,
  category: 'system',
  severity: 'info',
  message: 'm',
  values: {},
  subject: null,
});

function bench() {
  const clock = fakeClock();
  const items: { watch: number; item: unknown }[] = [];
  const status: { current: ConnectionStatus } = { current: idleStatus('s') };
  const hub = new NoticeHub(
    clock,
    {
      now: () => clock.now(),
      status: () => status.current,
      outbox: (ids) => {
        return { entries: [...ids].map((id) => makeOutboxEntry({ id })), gone: [], pending: 0, refused: 0 };
      },
    },
    (watch, item) => items.push({ watch, item }),
  );
  return { clock, hub, items, status };
}

describe('changes.notices', () => {
  it('sends the first notice at once, then merges until the last one was taken and the frame is over', () => {
    const b = bench();
    b.hub.watch(1, 'changes.notices');
    b.hub.changed(changed('chat', 'a'));
    expect(b.items).toHaveLength(1);
    b.hub.changed(changed('chat', 'b'));
    b.hub.changed(changed('orders', 'c'));
    b.clock.advance(1_000);
    expect(b.items).toHaveLength(1);
    b.hub.taken(1);
    expect(b.items).toHaveLength(2);
    expect(b.items[1]?.item).toMatchObject({
      n: 2,
      topics: [
        { topic: 'chat', keys: ['b'] },
        { topic: 'orders', keys: ['c'] },
      ],
    });
    b.hub.taken(1);
    b.hub.changed(changed('chat', 'd'));
    expect(b.items).toHaveLength(2);
    b.clock.advance(15);
    expect(b.items).toHaveLength(2);
    b.clock.advance(1);
    expect(b.items).toHaveLength(3);
  });

  it('sends nothing while the window is hidden, and one notice when it is shown', () => {
    const b = bench();
    b.hub.setVisible(false);
    b.hub.watch(1, 'changes.notices');
    for (let n = 0; n < 1_000; n += 1) b.hub.changed(changed('chat', `c${n}`));
    b.clock.advance(60_000);
    expect(b.items).toHaveLength(0);
    b.hub.setVisible(true);
    expect(b.items.map(({ item }) => item)).toMatchObject([{ topics: [{ topic: 'chat', keys: null }] }]);
  });

  it('sends to each watcher independently', () => {
    const b = bench();
    b.hub.watch(1, 'changes.notices');
    b.hub.watch(2, 'changes.notices');
    b.hub.changed(changed('chat', 'a'));
    b.hub.taken(2);
    b.clock.advance(16);
    b.hub.changed(changed('chat', 'b'));
    expect(b.items.map(({ watch }) => watch)).toEqual([1, 2, 2]);
    b.hub.unwatch(1);
    b.hub.dispose();
    expect(b.clock.timers).toBe(0);
  });
});

describe('mergeChanges', () => {
  const topic = fc.constantFrom('inventory', 'chat', 'orders');
  const keys = fc.option(fc.array(fc.integer({ min: 0, max: 400 }).map(String), { maxLength: 150 }), {
    nil: null,
  });
  const changes = fc
    .record({
      topics: fc.array(fc.tuple(topic, keys), { maxLength: 3 }),
      levels: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 150 }),
    })
    .map(
      ({ topics, levels }): Changes => ({
        topics: new Map([
          ...topics.map(([t, k]): [string, Set<string> | null] => [t, k === null ? null : new Set(k)]),
          ...(levels.length > 0 && !topics.some(([t]) => t === 'inventory')
            ? [['inventory', new Set(levels.map(String))] as [string, Set<string>]]
            : []),
        ]),
        levels: new Map(levels.map((n) => [`${n}:l1`, level(String(n))])),
      }),
    );

  it('never loses a change and stays within the limits of a notice', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 8 }), (all) => {
        const merged = all.reduce(mergeChanges, NO_CHANGES);
        for (const one of all) {
          for (const [name, wanted] of one.topics) {
            const has = merged.topics.get(name);
            expect(has !== undefined).toBe(true);
            if (has && wanted) for (const key of wanted) expect(has.has(key)).toBe(true);
            if (wanted === null) expect(has).toBeNull();
          }
          for (const [key] of one.levels)
            expect(merged.levels.has(key) || merged.topics.get('inventory') === null).toBe(true);
        }
        const notice = toNotice(1, merged, { seq: 0, at: null });
        if (notice !== null) expect(STREAMS['changes.notices'].item.safeParse(notice).success).toBe(true);
      }),
    );
  });

  it('has null keys, and no levels, if there are too many keys', () => {
    const many = Array.from({ length: 201 }, (_, n) => level(`i${n}`));
    const merged = mergeChanges(NO_CHANGES, {
      topics: new Map([['inventory', new Set(many.map((l) => l.itemId))]]),
      levels: new Map(many.map((l) => [`${l.itemId}:l1`, l])),
    });
    expect(merged).toEqual({ topics: new Map([['inventory', null]]), levels: new Map() });
  });
});

describe('connection.status', () => {
  it('is sent four times a second, and at once when the state changes', () => {
    const b = bench();
    b.hub.watch(1, 'connection.status');
    expect(b.items).toHaveLength(1);
    b.hub.taken(1);
    b.hub.statusChanged(false);
    b.clock.advance(249);
    expect(b.items).toHaveLength(1);
    b.clock.advance(1);
    expect(b.items).toHaveLength(2);
    b.hub.taken(1);
    b.status.current = { ...b.status.current, state: 'live' };
    b.hub.statusChanged(true);
    expect(b.items[2]?.item).toMatchObject({ state: 'live' });
    b.hub.statusChanged(false);
    b.hub.dispose();
    expect(b.clock.timers).toBe(0);
  });
});

describe('the clock', () => {
  it.for([-600_000, 600_000])('delays and hurries nothing when it is set by %i ms', (jump) => {
    const b = bench();
    b.status.current = { ...b.status.current, state: 'live' };
    b.hub.watch(1, 'changes.notices');
    b.hub.watch(2, 'connection.status');
    b.hub.changed(changed('chat', 'a'));
    for (const id of [1, 2]) b.hub.taken(id);
    b.clock.jump(jump);
    const before = b.items.length;
    b.hub.changed(changed('chat', 'b'));
    b.hub.statusChanged(false);
    b.clock.advance(15);
    expect(b.items).toHaveLength(before);
    b.clock.advance(1);
    expect(b.items.at(-1)?.watch).toBe(1);
    b.clock.advance(234);
    expect(b.items.at(-1)?.watch).toBe(2);
    b.hub.dispose();
  });
});

describe('cache.topics', () => {
  it('names the topics that changed, merged until the last item was taken, and none while hidden', () => {
    const b = bench();
    b.hub.watch(1, 'cache.topics');
    expect(b.items).toHaveLength(0);
    b.hub.changed(changed('inventory', 'i'));
    b.hub.changed(changed('payments', 'o'));
    b.hub.changed(changed('orders', 'o'));
    b.hub.taken(1);
    b.clock.advance(16);
    expect(b.items.map(({ item }) => item)).toEqual([['inventory'], ['payments', 'orders']]);
    b.hub.taken(1);
    b.hub.setVisible(false);
    b.hub.changed(changed('chat', 'c'));
    b.clock.advance(5_000);
    expect(b.items).toHaveLength(2);
    b.hub.setVisible(true);
    expect(b.items[2]?.item).toEqual(['chat']);
    expect(b.clock.timers).toBe(0);
  });
});

describe('outbox.changes', () => {
  it('starts with the counts and then sends each changed entry in its newest state', () => {
    const b = bench();
    b.hub.watch(1, 'outbox.changes');
    expect(b.items[0]?.item).toEqual({ entries: [], gone: [], pending: 0, refused: 0 });
    for (let n = 0; n < 700; n += 1) b.hub.outboxChanged([`c${n % 600}`]);
    b.hub.taken(1);
    b.clock.advance(16);
    const second = STREAMS['outbox.changes'].item.parse(b.items[1]?.item);
    expect(second.entries).toHaveLength(500);
    expect(second.entries.at(-1)?.id).toBe('c99');
  });
});

describe('notifications.toasts', () => {
  it('waits for the first watcher, goes to all watchers, and counts excess toasts', () => {
    const b = bench();
    b.hub.toasts([toast('a')], 0);
    b.hub.watch(1, 'notifications.toasts');
    b.hub.watch(2, 'notifications.toasts');
    expect(b.items).toMatchObject([{ watch: 1, item: { toasts: [{ id: 'a' }], suppressed: 0 } }]);
    for (let n = 0; n < 25; n += 1) b.hub.toasts([toast(`t${n}`)], 0);
    b.hub.taken(1);
    b.clock.advance(16);
    const item = STREAMS['notifications.toasts'].item.parse(
      b.items.filter(({ watch }) => watch === 1)[1]?.item,
    );
    expect(item.toasts).toHaveLength(20);
    expect(item.suppressed).toBe(5);
  });

  it('continues while the window is hidden, for native notifications', () => {
    const b = bench();
    b.hub.setVisible(false);
    b.hub.watch(1, 'notifications.toasts');
    b.hub.toasts([toast('a')], 0);
    expect(b.items).toHaveLength(1);
  });
});

describe('signals.received', () => {
  it('drops signals that expired before they were sent', () => {
    const b = bench();
    const typing = (name: string, forMs: number) => ({
      type: 'typing' as const,
      conversationId: 'c',
      name,
      who: 'customer' as const,
      expiresAt: b.clock.now() + forMs,
    });
    b.hub.watch(1, 'signals.received');
    b.hub.signal(typing('Ann', 6_000));
    b.hub.signal(typing('Bob', 1_000));
    b.hub.signal(typing('Cem', 9_000));
    b.clock.advance(2_000);
    b.hub.taken(1);
    expect(b.items[1]?.item).toMatchObject({ signals: [{ name: 'Cem' }] });
    const look = { type: 'viewing' as const, conversationId: 'c', name: 'Eva', hasDraft: false };
    b.hub.signal({ ...look, userId: 'e1', expiresAt: b.clock.now() + 1_000 });
    b.hub.signal({ ...look, userId: 'e2', expiresAt: 0 });
    b.clock.advance(2_000);
    b.hub.taken(1);
    // That somebody has left does not expire.
    expect(b.items[2]?.item).toMatchObject({ signals: [{ userId: 'e2' }] });
  });
});
