import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { makeOutboxEntry } from '../../../../tests/support/make/command.ts';
import { makeConnectionStatus } from '../../../../tests/support/make/connection.ts';
import { isLive, receiveAsOf, receiveStatus, useConnection } from './connection.ts';
import { isEditable, mergeEntries, newlyRefused, openEntries, settledMeanwhile } from './outbox.ts';
import {
  countHidden,
  dismissToast,
  dismissToastsAbout,
  type ToastContent,
  type ToastState,
  useToasts,
  withToast,
} from './toasts.ts';

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

  it('finds what was settled while nobody listened, unless the answer may be cut', () => {
    const known = mergeEntries(new Map(), [
      entry('a', 'queued'),
      entry('b', 'sending'),
      entry('c', 'settled'),
    ]);
    expect(settledMeanwhile(known, [entry('b', 'refused')])).toEqual(['a']);
    const many = Array.from({ length: 500 }, (_, i) => entry(`w${i}`, 'queued'));
    expect(settledMeanwhile(known, many)).toEqual([]);
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
  const entry = (id: string, more: Partial<ToastContent> = {}): ToastContent => ({
    id,
    tone: 'neutral',
    title: () => id,
    ...more,
  });
  const show = (contents: readonly ToastContent[], max: number): ToastState =>
    contents.reduce<ToastState>((state, one) => withToast(state, one, max), { toasts: [], hidden: 0 });
  const ids = ({ toasts }: ToastState): string[] => toasts.map(({ id }) => id);

  it('replace their own id and push out the oldest that need nothing, which are counted', () => {
    const sticky = { sticky: true };
    const three = show([entry('a', sticky), entry('b'), entry('c'), entry('b', sticky)], 3);
    expect([ids(three), three.hidden]).toEqual([['a', 'c', 'b'], 0]);
    const four = withToast(three, entry('d'), 3);
    expect([ids(four), four.hidden]).toEqual([['a', 'b', 'd'], 1]);
    const all = show([entry('x', sticky), entry('y', sticky), entry('z')], 2);
    expect([ids(all), all.hidden]).toEqual([['y', 'z'], 1]);
  });

  it('are one for each record, with the newest words and the number of news', () => {
    const path = '/chat/k1';
    const [one, two] = [() => 'one', () => 'two'];
    const state = show([entry('k', { path, title: one }), entry('k', { path, title: two })], 2);
    expect(state).toMatchObject({ toasts: [{ id: 'k', title: two, count: 2 }], hidden: 0 });
    // What replaces itself without being about a record is the same news again.
    expect(show([entry('e'), entry('e')], 2).toasts).toMatchObject([{ id: 'e', count: 1 }]);
  });

  it('end with the page of their record, and nothing is hidden once none is left', () => {
    const contents = [entry('a'), entry('k', { path: '/chat/k1' }), entry('l', { path: '/chat/k2' })];
    useToasts.setState(show(contents, 2));
    expect(useToasts.getState().hidden).toBe(1);
    dismissToastsAbout('/chat/k1');
    expect(useToasts.getState()).toMatchObject({ toasts: [{ id: 'l' }], hidden: 1 });
    countHidden(4);
    expect(useToasts.getState().hidden).toBe(5);
    dismissToast('l');
    expect(useToasts.getState()).toEqual({ toasts: [], hidden: 0 });
  });
});
