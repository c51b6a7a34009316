import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { StreamItem } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import { type SignalMessage, saysGoodbye } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import type { WorkerStream } from '../api/engine-port.ts';
import { FRAME_MS, Latest } from './latest.ts';
import { type Changes, mergeChanges, toNotice } from './merge.ts';

/** The shortest time between two status items. A change of state is sent at once. */
const STATUS_MS = 250;
const MAX_OUTBOX_IDS = 500;
const MAX_TOASTS = 20;
const MAX_SIGNALS = 100;

/** The sources that items are made from when they are due. */
export interface NoticeSources {
  status(): ConnectionStatus;
  /** null while no account is open. */
  outbox(ids: Iterable<string>): StreamItem<'outbox.changes'> | null;
  /** The gateway's time, ms. */
  now(): number;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  readonly suppressed: number;
}

/** One watch of any stream. */
interface Watcher {
  taken(): void;
  hold(held: boolean): void;
  dispose(): void;
}

/** A watch that receives updates of one kind. */
interface UpdateWatcher<P> extends Watcher {
  push(update: P, urgent?: boolean): void;
}

type Register<T> = ReadonlyMap<number, T>;

/** Manages all watches of the main thread. Merges updates and sends each watch one item at a time. */
export class NoticeHub {
  readonly #clock: Clock;
  readonly #sources: NoticeSources;
  readonly #send: (watch: number, item: unknown) => void;
  readonly #watchers = new Map<number, Watcher>();
  readonly #notices = new Map<number, UpdateWatcher<Changes>>();
  readonly #statuses = new Map<number, UpdateWatcher<null>>();
  readonly #outboxes = new Map<number, UpdateWatcher<ReadonlySet<string>>>();
  readonly #topics = new Map<number, UpdateWatcher<ReadonlySet<string>>>();
  readonly #toasts = new Map<number, UpdateWatcher<Toasts>>();
  readonly #signals = new Map<number, UpdateWatcher<readonly SignalMessage[]>>();
  /** Toasts from before the first watch of the stream. */
  #unseen: Toasts | null = null;
  #visible = true;

  constructor(clock: Clock, sources: NoticeSources, send: (watch: number, item: unknown) => void) {
    this.#clock = clock;
    this.#sources = sources;
    this.#send = send;
  }

  /** Starts a watch. Status and outbox send their current state first. */
  watch(id: number, name: WorkerStream): void {
    this.unwatch(id);
    const send = (item: unknown): void => this.#send(id, item);
    switch (name) {
      case 'changes.notices':
        this.#watchNotices(id, send);
        break;
      case 'connection.status':
        this.#watchStatus(id, send);
        break;
      case 'outbox.changes':
        this.#watchOutbox(id, send);
        break;
      case 'cache.topics':
        this.#watchTopics(id, send);
        break;
      case 'notifications.toasts':
        this.#watchToasts(id, send);
        break;
      case 'signals.received':
        this.#watchSignals(id, send);
        break;
    }
  }

  unwatch(id: number): void {
    this.#watchers.get(id)?.dispose();
    for (const register of [
      this.#watchers,
      this.#notices,
      this.#statuses,
      this.#outboxes,
      this.#topics,
      this.#toasts,
      this.#signals,
    ]) {
      register.delete(id);
    }
  }

  taken(id: number): void {
    this.#watchers.get(id)?.taken();
  }

  /**
   * While the window is hidden, notices, topics and outbox changes are merged and held back. Toasts and status are not.
   */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    for (const register of [this.#notices, this.#topics, this.#outboxes] as readonly Register<Watcher>[]) {
      for (const watcher of register.values()) watcher.hold(!visible);
    }
  }

  changed(changes: Changes): void {
    if (changes.topics.size === 0 && changes.levels.size === 0) return;
    for (const watcher of this.#notices.values()) watcher.push(changes);
    if (changes.topics.size === 0 || this.#topics.size === 0) return;
    const topics = new Set(changes.topics.keys());
    for (const watcher of this.#topics.values()) watcher.push(topics);
  }

  outboxChanged(ids: readonly string[]): void {
    const update = new Set(ids);
    for (const watcher of this.#outboxes.values()) watcher.push(update);
  }

  statusChanged(state: boolean): void {
    for (const watcher of this.#statuses.values()) watcher.push(null, state);
  }

  toasts(toasts: readonly Toast[], suppressed: number): void {
    const update = mergeToasts({ toasts: [], suppressed: 0 }, { toasts, suppressed });
    if (this.#toasts.size === 0)
      this.#unseen = this.#unseen === null ? update : mergeToasts(this.#unseen, update);
    for (const watcher of this.#toasts.values()) watcher.push(update);
  }

  signal(signal: SignalMessage): void {
    for (const watcher of this.#signals.values()) watcher.push([signal]);
  }

  /** An account was opened. Sends the current state to all watches. */
  opened(): void {
    this.statusChanged(true);
    this.outboxChanged([]);
  }

  /** The account was closed. */
  closed(): void {
    this.#unseen = null;
    this.statusChanged(true);
  }

  dispose(): void {
    for (const id of [...this.#watchers.keys()]) this.unwatch(id);
  }

  #watchNotices(id: number, send: (item: unknown) => void): void {
    let n = 0;
    const make = (changes: Changes): StreamItem<'changes.notices'> | null => {
      const notice = toNotice(n + 1, changes, this.#sources.status().asOf);
      if (notice !== null) n += 1;
      return notice;
    };
    const options = { clock: this.#clock, merge: mergeChanges, make, send, intervalMs: () => FRAME_MS };
    this.#add(id, this.#notices, new Latest(options, !this.#visible));
  }

  #watchStatus(id: number, send: (item: unknown) => void): void {
    const make = (): ConnectionStatus => this.#sources.status();
    const latest = new Latest({
      clock: this.#clock,
      merge: () => null,
      make,
      send,
      intervalMs: () => STATUS_MS,
    });
    this.#add(id, this.#statuses, latest);
    latest.push(null);
  }

  #watchOutbox(id: number, send: (item: unknown) => void): void {
    const make = (ids: ReadonlySet<string>): StreamItem<'outbox.changes'> | null => this.#sources.outbox(ids);
    const options = { clock: this.#clock, merge: mergeIds, make, send, intervalMs: () => FRAME_MS };
    const latest = new Latest(options, !this.#visible);
    this.#add(id, this.#outboxes, latest);
    latest.push(new Set());
  }

  #watchTopics(id: number, send: (item: unknown) => void): void {
    const make = (topics: ReadonlySet<string>): string[] => [...topics];
    const options = { clock: this.#clock, merge: union, make, send, intervalMs: () => FRAME_MS };
    this.#add(id, this.#topics, new Latest(options, !this.#visible));
  }

  #watchToasts(id: number, send: (item: unknown) => void): void {
    const make = (toasts: Toasts): Toasts => toasts;
    const latest = new Latest({
      clock: this.#clock,
      merge: mergeToasts,
      make,
      send,
      intervalMs: () => FRAME_MS,
    });
    this.#add(id, this.#toasts, latest);
    if (this.#unseen !== null) latest.push(this.#unseen);
    this.#unseen = null;
  }

  #watchSignals(id: number, send: (item: unknown) => void): void {
    const make = (received: readonly SignalMessage[]): StreamItem<'signals.received'> | null => {
      const now = this.#sources.now();
      const signals = received.filter((signal) => saysGoodbye(signal) || signal.expiresAt > now);
      return signals.length === 0 ? null : { signals };
    };
    const options = { clock: this.#clock, merge: mergeSignals, make, send, intervalMs: () => FRAME_MS };
    this.#add(id, this.#signals, new Latest(options));
  }

  #add<W extends Watcher>(id: number, register: Map<number, W>, watcher: W): void {
    register.set(id, watcher);
    this.#watchers.set(id, watcher);
  }
}

/** Merges topics. There are as many as the projections name, a few. */
function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b]);
}

/** Merges ids, keeping the newest. Dropped ids are covered by the notice on the topic `outbox`. */
function mergeIds(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  const all = [...[...a].filter((id) => !b.has(id)), ...b];
  return new Set(all.slice(-MAX_OUTBOX_IDS));
}

function mergeToasts(a: Toasts, b: Toasts): Toasts {
  const all = [...a.toasts, ...b.toasts];
  const over = Math.max(0, all.length - MAX_TOASTS);
  return { toasts: all.slice(0, MAX_TOASTS), suppressed: a.suppressed + b.suppressed + over };
}

/** Merges signals, keeping the newest of each type, conversation and person. */
function mergeSignals(a: readonly SignalMessage[], b: readonly SignalMessage[]): readonly SignalMessage[] {
  const byKey = new Map<string, SignalMessage>();
  for (const signal of [...a, ...b])
    byKey.set(`${signal.type}:${signal.conversationId}:${signal.userId ?? signal.name}`, signal);
  return [...byKey.values()].slice(-MAX_SIGNALS);
}
