import type { Database, Statement } from 'better-sqlite3';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { BridgeResult, MethodInput } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Clock } from '../../ports.ts';
import type { NewsKind, NewsRegistry } from '../store/domain.ts';
import { readerOf } from '../store/reader.ts';
import { clearTold, MAX_TOLD, markRead, type Told, writeTold } from './told.ts';

/** The maximum number of remembered events. Far fewer can arrive again after a cursor has passed them. */
const MAX_REMEMBERED = 5_000;
/** The maximum number of toasts at once. More are replaced by one summary. */
const MAX_TOASTS = 20;
/** Events older than this are history being imported or replayed, not news. */
const MAX_NEWS_AGE_MS = 120_000;
/** What happened longer ago than this while the console was away is not news either. */
const MAX_MISSED_AGE_MS = 7 * 86_400_000;
/** The delay before remembered events are written. */
const WRITE_BEHIND_MS = 1_000;
/** The delay after a failed write. */
const WRITE_RETRY_MS = 10_000;

/** The number of events per kind of news. */
export type News = Readonly<Record<NewsKind, number>>;

/** No news. */
export const NO_NEWS: News = { alerts: 0, messages: 0 };

/** Adds counts. Kinds that `more` lacks stay unchanged. */
export function addNews(news: News, more: Partial<News>): News {
  return {
    alerts: news.alerts + (more.alerts ?? 0),
    messages: news.messages + (more.messages ?? 0),
  };
}

/** What a toaster needs. */
export interface ToasterOptions {
  readonly db: Database;
  readonly userId: string;
  /** Which events are news, and their toasts. */
  readonly news: NewsRegistry;
  readonly clock: Clock;
  /** The gateway's time. */
  readonly time: Pick<Clock, 'now'>;
  /** Creates the id of a summary, which does not belong to a single event. */
  readonly newId: () => string;
  readonly show: (toasts: readonly Toast[], suppressed: number) => void;
  /** The notification centre has changed. */
  readonly told: () => void;
  /** Remembering shown events failed. It is tried again later. */
  readonly failed: (error: unknown) => void;
}

/**
 * Shows toasts, at most one per event: for raised alerts, for customer messages in conversations that are unassigned or
 * assigned to the user, and for refused commands. A catch-up gets one summary, and so do too many toasts at once.
 *
 * Cursors keep a restart from repeating toasts, because each event is applied only once. The remembered ids cover the case
 * that a channel starts over. They are written with a delay, because a commit for each customer message would wait for the
 * disk.
 */
export class Toaster {
  readonly #options: ToasterOptions;
  readonly #remember: Statement<[string, number]>;
  readonly #shown: Set<string>;
  #unwritten: string[] = [];
  /** Missed toasts that were about the user, which the summary of the catch-up counts. */
  #missedMine = 0;
  /** Toasts that are not in the notification centre yet. */
  #untold: readonly Told[] = [];
  #cancelWrite: (() => void) | null = null;

  constructor(options: ToasterOptions) {
    this.#options = options;
    this.#remember = options.db.prepare(
      'INSERT INTO shown_notifications (event_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    const ids = options.db.prepare<[number], { event_id: string }>(
      'SELECT event_id FROM shown_notifications ORDER BY at DESC LIMIT ?',
    );
    this.#shown = new Set(
      ids
        .all(MAX_REMEMBERED)
        .map(({ event_id }) => event_id)
        .reverse(),
    );
  }

  /** Shows toasts for live events that were just applied. */
  events(events: readonly AnyEvent[]): void {
    const toasts: Toast[] = [];
    const told: Told[] = [];
    const newsSince = this.#options.time.now() - MAX_NEWS_AGE_MS;
    for (const event of events) {
      const toast = event.at < newsSince ? null : this.#toastFor(event);
      if (toast === null || !this.#rememberOnce(event.id)) continue;
      toasts.push(toast);
      told.push({ toast, at: event.at });
    }
    this.#tell(told);
    if (toasts.length > MAX_TOASTS) this.#summary('toast.flood', this.#countOf(events), toasts.length);
    else if (toasts.length > 0) this.#options.show(toasts, 0);
  }

  /** Remembers for the notification centre what happened while the console was away. Shows nothing. */
  missed(events: readonly AnyEvent[]): void {
    const since = this.#options.time.now() - MAX_MISSED_AGE_MS;
    const told: Told[] = [];
    for (const event of events) {
      const toast = event.at < since ? null : this.#toastFor(event);
      if (toast !== null && this.#rememberOnce(event.id)) told.push({ toast, at: event.at });
    }
    this.#missedMine += told.filter(({ toast }) => toast.about === 'me').length;
    this.#tell(told);
  }

  /** Marks as read what is about a record; everything with null. Errors: unavailable. */
  markRead(input: MethodInput<'notifications.mark_read'>): BridgeResult<Record<string, never>> {
    const { db, time, told, failed } = this.#options;
    this.#write();
    try {
      if (markRead(db, input, time.now())) told();
      return ok({});
    } catch (error) {
      failed(error);
      return err(refused('read_not_saved', {}));
    }
  }

  /** Empties the notification centre. */
  forget(): void {
    this.#untold = [];
    clearTold(this.#options.db);
    this.#options.db.pragma('wal_checkpoint(TRUNCATE)');
    this.#options.told();
  }

  /** Writes the remembered events. */
  dispose(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = null;
    this.#write();
  }

  /** Shows a toast for a command that the gateway refused. */
  refused(entry: OutboxEntry): void {
    if (!this.#rememberOnce(entry.id)) return;
    const values = {
      type: entry.type,
      message: (entry.error?.message ?? '').slice(0, 300),
      code: entry.error?.code ?? '',
    };
    const toast: Toast = {
      id: entry.id,
      category: 'system',
      severity: 'critical',
      message: 'toast.command_refused',
      values,
      why: entry.error?.why,
      subject: null,
    };
    this.#tell([{ toast, at: this.#options.time.now() }]);
    this.#options.show([toast], 0);
  }

  /** Shows a toast about this computer, and remembers it at once: what it is about may not be repeated. */
  tellOnce(toast: Toast): void {
    if (!this.#rememberOnce(toast.id)) return;
    this.#tell([{ toast, at: this.#options.time.now() }]);
    this.#write();
    this.#options.show([toast], 0);
  }

  /** Shows one toast for all news of a catch-up. It is the user's own where some of them are: mentions, assignments, replies. */
  caughtUp(missed: News): void {
    const total = missed.alerts + missed.messages;
    const mine = this.#missedMine;
    this.#missedMine = 0;
    if (mine > 0) this.#summary('toast.caught_up_mine', missed, Math.max(total, mine), mine);
    else if (total > 0) this.#summary('toast.caught_up', missed, total);
  }

  #summary(message: string, { alerts, messages }: News, suppressed: number, mine = 0): void {
    const id = this.#options.newId();
    const toast: Toast = {
      id,
      category: 'system',
      severity: 'info',
      message,
      values: mine > 0 ? { alerts, messages, mine } : { alerts, messages },
      subject: null,
      about: mine > 0 ? 'me' : 'team',
    };
    this.#options.show([toast], suppressed);
  }

  #toastFor(event: AnyEvent): Toast | null {
    const { news, userId, db } = this.#options;
    const source = news.get(event.type);
    return source?.isNews(event) ? source.toast(event, { userId, reader: readerOf(db) }) : null;
  }

  #countOf(events: readonly AnyEvent[]): News {
    let counted = NO_NEWS;
    for (const event of events) {
      const source = this.#options.news.get(event.type);
      if (source?.isNews(event)) counted = addNews(counted, { [source.kind]: 1 });
    }
    return counted;
  }

  /** Remembers an event. Returns false if it was remembered before. */
  #rememberOnce(eventId: string): boolean {
    if (this.#shown.has(eventId)) return false;
    this.#shown.add(eventId);
    if (this.#shown.size > MAX_REMEMBERED)
      for (const oldest of this.#shown) {
        this.#shown.delete(oldest);
        break;
      }
    this.#unwritten.push(eventId);
    if (this.#unwritten.length > 2 * MAX_REMEMBERED) this.#unwritten = this.#unwritten.slice(-MAX_REMEMBERED);
    this.#writeIn(WRITE_BEHIND_MS);
    return true;
  }

  #tell(told: readonly Told[]): void {
    if (told.length === 0) return;
    this.#untold = [...this.#untold, ...told].slice(-MAX_TOLD);
    this.#writeIn(WRITE_BEHIND_MS);
  }

  #writeIn(ms: number): void {
    this.#cancelWrite ??= this.#options.clock.setTimeout(() => {
      this.#cancelWrite = null;
      this.#write();
      if (this.#unwritten.length > 0 || this.#untold.length > 0) this.#writeIn(WRITE_RETRY_MS);
    }, ms);
  }

  /** Writes the remembered events. If that fails, the newest of them are kept for the next time. */
  #write(): void {
    const ids = this.#unwritten.slice(-MAX_REMEMBERED);
    this.#unwritten = [];
    const told = this.#untold;
    this.#untold = [];
    if (ids.length === 0 && told.length === 0) return;
    const { time, db, failed } = this.#options;
    const now = time.now();
    try {
      db.transaction(() => {
        for (const id of ids) this.#remember.run(id, now);
        this.#trim();
        writeTold(db, told);
      }).immediate();
      if (told.length > 0) this.#options.told();
    } catch (error) {
      this.#unwritten = ids;
      this.#untold = told;
      failed(error);
    }
  }

  #trim(): void {
    this.#options.db
      .prepare(
        `DELETE FROM shown_notifications WHERE event_id IN
         (SELECT event_id FROM shown_notifications ORDER BY at DESC LIMIT -1 OFFSET ?)`,
      )
      .run(MAX_REMEMBERED);
  }
}
