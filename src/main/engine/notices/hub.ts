import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import { STREAMS, type StreamInput, type StreamItem } from '#shared/bridge/index.ts';
import type { LiveFigures } from '#shared/bridge/live.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import type { EngineStream } from '../api/engine.ts';
import { FRAME_MS, Latest } from './latest.ts';
import { type Changes, mergeChanges, toNotice } from './merge.ts';

/** The status at most four times a second, but a change of state at once. */
const STATUS_MS = 250;
/** How often figures move with time alone. */
const TICK_MS = 1_000;
/** Figures take at most this share of the engine's time: a quarter. */
const FIGURES_SHARE = 4;
const MAX_OUTBOX_IDS = 500;
const MAX_TOASTS = 20;
const MAX_SIGNALS = 100;
/** Topics whose changes move the live figures. */
const FIGURE_TOPICS: readonly string[] = ['payments', 'orders', 'chat', 'alerts'];

/** Where items come from when it is their turn. */
export interface NoticeSources {
  status(): ConnectionStatus;
  /** null while no session is open. */
  outbox(ids: Iterable<string>): StreamItem<'outbox.changes'> | null;
  figures(window: TimeWindow): LiveFigures | null;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  readonly suppressed: number;
}

/** One watch, whatever it watches. */
interface Watcher {
  taken(): void;
  hold(held: boolean): void;
  dispose(): void;
}

/** A watcher that takes news of one kind. */
interface UpdateWatcher<P> extends Watcher {
  push(news: P, urgent?: boolean): void;
}

type Register<T> = ReadonlyMap<number, T>;

/** All watches of the main thread: what happens goes in, one item at a time per watch comes out. */
export class NoticeHub {
  readonly #clock: Clock;
  readonly #sources: NoticeSources;
  readonly #send: (watch: number, item: unknown) => void;
  readonly #watchers = new Map<number, Watcher>();
  readonly #notices = new Map<number, UpdateWatcher<Changes>>();
  readonly #statuses = new Map<number, UpdateWatcher<null>>();
  readonly #outboxes = new Map<number, UpdateWatcher<ReadonlySet<string>>>();
  readonly #figures = new Map<number, UpdateWatcher<null>>();
  readonly #toasts = new Map<number, UpdateWatcher<Toasts>>();
  readonly #signals = new Map<number, UpdateWatcher<readonly SignalMessage[]>>();
  /** Toasts nobody watches for yet. */
  #unseen: Toasts | null = null;
  #visible = true;
  #stopTick: (() => void) | null = null;

  constructor(clock: Clock, sources: NoticeSources, send: (watch: number, item: unknown) => void) {
    this.#clock = clock;
    this.#sources = sources;
    this.#send = send;
  }

  /** Begins a watch. Status, outbox and figures start with what stands now. Throws on an input the stream does not take. */
  watch(id: number, name: EngineStream, input: unknown): void {
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
      case 'live.figures':
        this.#watchFigures(id, STREAMS['live.figures'].input.parse(input), send);
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
      this.#figures,
      this.#toasts,
      this.#signals,
    ]) {
      register.delete(id);
    }
    if (this.#figures.size === 0) this.#endTick();
  }

  taken(id: number): void {
    this.#watchers.get(id)?.taken();
  }

  /** While nobody can see the window, notices, figures and outbox changes wait, merged. Toasts and the status go on. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    for (const register of [this.#notices, this.#figures, this.#outboxes] as readonly Register<Watcher>[]) {
      for (const watcher of register.values()) watcher.hold(!visible);
    }
    if (visible) this.#tick();
    else this.#endTick();
  }

  changed(changes: Changes): void {
    if (changes.topics.size === 0 && changes.levels.size === 0) return;
    for (const watcher of this.#notices.values()) watcher.push(changes);
    if (FIGURE_TOPICS.some((topic) => changes.topics.has(topic))) this.figuresMoved();
  }

  outboxChanged(ids: readonly string[]): void {
    const news = new Set(ids);
    for (const watcher of this.#outboxes.values()) watcher.push(news);
  }

  statusChanged(state: boolean): void {
    for (const watcher of this.#statuses.values()) watcher.push(null, state);
    if (state) this.#tick();
  }

  figuresMoved(): void {
    for (const watcher of this.#figures.values()) watcher.push(null);
  }

  toasts(toasts: readonly Toast[], suppressed: number): void {
    const news = mergeToasts({ toasts: [], suppressed: 0 }, { toasts, suppressed });
    if (this.#toasts.size === 0)
      this.#unseen = this.#unseen === null ? news : mergeToasts(this.#unseen, news);
    for (const watcher of this.#toasts.values()) watcher.push(news);
  }

  signal(signal: SignalMessage): void {
    for (const watcher of this.#signals.values()) watcher.push([signal]);
  }

  /** A session was opened: what stands now is told. */
  opened(): void {
    this.statusChanged(true);
    this.outboxChanged([]);
    this.figuresMoved();
  }

  /** The session was closed. */
  closed(): void {
    this.#unseen = null;
    this.#endTick();
    this.statusChanged(true);
  }

  dispose(): void {
    for (const id of [...this.#watchers.keys()]) this.unwatch(id);
    this.#endTick();
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

  #watchFigures(id: number, input: StreamInput<'live.figures'>, send: (item: unknown) => void): void {
    let cost = 0;
    const make = (): LiveFigures | null => {
      const began = performance.now();
      const figures = this.#sources.figures(input.window);
      cost = performance.now() - began;
      return figures;
    };
    const intervalMs = (): number => Math.max(FRAME_MS, cost * FIGURES_SHARE);
    const latest = new Latest(
      { clock: this.#clock, merge: () => null, make, send, intervalMs },
      !this.#visible,
    );
    this.#add(id, this.#figures, latest);
    latest.push(null);
    this.#tick();
  }

  #watchToasts(id: number, send: (item: unknown) => void): void {
    const make = (news: Toasts): Toasts => news;
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
    const make = (news: readonly SignalMessage[]): StreamItem<'signals.received'> | null => {
      const now = this.#clock.now();
      const signals = news.filter((signal) => signal.expiresAt > now);
      return signals.length === 0 ? null : { signals };
    };
    const options = { clock: this.#clock, merge: mergeSignals, make, send, intervalMs: () => FRAME_MS };
    this.#add(id, this.#signals, new Latest(options));
  }

  #add<W extends Watcher>(id: number, register: Map<number, W>, watcher: W): void {
    register.set(id, watcher);
    this.#watchers.set(id, watcher);
  }

  /** Windows end at "now": while live, figures move with time even where nothing happens. */
  #tick(): void {
    if (this.#stopTick !== null || this.#figures.size === 0 || !this.#visible) return;
    if (this.#sources.status().state !== 'live') return;
    this.#stopTick = this.#clock.setTimeout(() => {
      this.#stopTick = null;
      this.figuresMoved();
      this.#tick();
    }, TICK_MS);
  }

  #endTick(): void {
    this.#stopTick?.();
    this.#stopTick = null;
  }
}

/** The newest ids; what falls out is covered by the notice on the topic `outbox`. */
function mergeIds(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  const all = [...[...a].filter((id) => !b.has(id)), ...b];
  return new Set(all.slice(-MAX_OUTBOX_IDS));
}

function mergeToasts(a: Toasts, b: Toasts): Toasts {
  const all = [...a.toasts, ...b.toasts];
  const over = Math.max(0, all.length - MAX_TOASTS);
  return { toasts: all.slice(0, MAX_TOASTS), suppressed: a.suppressed + b.suppressed + over };
}

/** The newest of each kind, conversation and person. */
function mergeSignals(a: readonly SignalMessage[], b: readonly SignalMessage[]): readonly SignalMessage[] {
  const byKey = new Map<string, SignalMessage>();
  for (const signal of [...a, ...b])
    byKey.set(`${signal.type}:${signal.conversationId}:${signal.name}`, signal);
  return [...byKey.values()].slice(-MAX_SIGNALS);
}
