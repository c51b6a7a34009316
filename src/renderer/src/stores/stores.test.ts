import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { makeOutboxEntry } from '../../../../tests/support/make/command.ts';
import { makeConnectionStatus } from '../../../../tests/support/make/connection.ts';
import { isLive, receiveAsOf, receiveStatus, useConnection } from './connection.ts';
import { isEditable, mergeEntries, newlyRefused, openEntries } from './outbox.ts';
import { type ToastEntry, withToast } from './toasts.ts';

const entry = (id: string, state: OutboxEntry['state']) => makeOutboxEntry({ id, state });
const status = makeConnectionStatus({ asOf: { seq: 1, at: 1000 } });

describe('connection', () => {
  beforeEach(() =>
    useConnection.setState({ status: null, asOf: null, bridge: { state: 'up', since: 0, attempt: 0 } }),
  );

  it('moves the as-of time forward only', () => {
    receiveStatus(status);
    receiveAsOf(2000);
    receiveStatus({ ...status, asOf: { seq: 1, at: 1500 } });
    receiveAsOf(null);
    expect(useConnection.getState().asOf).toBe(2000);
  });

  it('is live only while the link is live and the console answers', () => {
    receiveStatus(status);
    expect(isLive(useConnection.getState())).toBe(true);
    useConnection.setState({ bridge: { state: 'down', since: 0, attempt: 1 } });
    expect(isLive(useConnection.getState())).toBe(false);
    useConnection.setState({ bridge: { state: 'up', since: 0, attempt: 0 } });
    receiveStatus({ ...status, state: 'catching-up' });
    expect(isLive(useConnection.getState())).toBe(false);
  });
});

describe('outbox', () => {
  it('keeps the newest state of each entry and forgets finished ones first', () => {
    const first = mergeEntries(new Map(), [
      entry('a', 'queued'),
      entry('b', 'settled'),
      entry('c', 'queued'),
    ]);
    const next = mergeEntries(first, [entry('a', 'settled'), entry('d', 'queued')], 3);
    expect([...next.keys()]).toEqual(['c', 'a', 'd']);
    expect(next.get('a')?.state).toBe('settled');
  });

  it('never forgets what is still waiting', () => {
    const waiting = Array.from({ length: 5 }, (_, i) => entry(`w${i}`, 'queued'));
    expect(mergeEntries(new Map(), waiting, 2).size).toBe(5);
  });

  it('tells a refusal once', () => {
    const known = mergeEntries(new Map(), [entry('a', 'sending')]);
    const changed = [entry('a', 'refused'), entry('b', 'refused')];
    expect(newlyRefused(known, changed).map((e) => e.id)).toEqual(['a', 'b']);
    expect(newlyRefused(mergeEntries(known, changed), changed)).toEqual([]);
  });
});

describe('open entries', () => {
  const made = (id: string, createdAt: number, state: OutboxEntry['state'] = 'queued') =>
    makeOutboxEntry({ id, createdAt, state });

  it('are in one order, whatever changed last and after a reload', () => {
    const read = [
      made('c', 3),
      made('b', 2),
      made('b2', 2, 'refused'),
      made('a', 1),
      made('s', 4, 'settled'),
    ];
    const ids = (known: ReadonlyMap<string, OutboxEntry>) => openEntries(known.values()).map(({ id }) => id);
    const loaded = mergeEntries(new Map(), read);
    expect(ids(loaded)).toEqual(['c', 'b2', 'b', 'a']);
    expect(ids(mergeEntries(loaded, [made('a', 1, 'sending'), made('b', 2, 'refused')]))).toEqual(
      ids(loaded),
    );
    expect(ids(mergeEntries(new Map(), read.toReversed()))).toEqual(ids(loaded));
  });

  it('can be edited only as messages that were never sent', () => {
    const message = makeOutboxEntry({ type: 'chat.send_message' });
    expect(isEditable(message)).toBe(true);
    expect(isEditable({ ...message, attempts: 1 })).toBe(false);
    expect(isEditable({ ...message, state: 'sending' })).toBe(false);
    expect(isEditable({ ...message, withdrawing: true })).toBe(false);
    expect(isEditable({ ...message, type: 'inventory.adjust' })).toBe(false);
  });
});

describe('toasts', () => {
  const toast = (id: string, sticky = false): ToastEntry => ({ id, tone: 'neutral', title: id, sticky });
  it('replace their own id and push out the oldest that need nothing', () => {
    let toasts: readonly ToastEntry[] = [toast('a', true), toast('b'), toast('c')];
    toasts = withToast(toasts, toast('b', true), 3);
    expect(toasts.map((t) => t.id)).toEqual(['a', 'c', 'b']);
    toasts = withToast(toasts, toast('d'), 3);
    expect(toasts.map((t) => t.id)).toEqual(['a', 'b', 'd']);
    toasts = withToast([toast('x', true), toast('y', true)], toast('z'), 2);
    expect(toasts.map((t) => t.id)).toEqual(['y', 'z']);
  });
});
