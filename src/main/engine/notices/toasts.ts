import type { Database, Statement } from 'better-sqlite3';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Clock } from '../../ports.ts';
import type { NewsKind, NewsRegistry } from '../store/domain.ts';
import { readerOf } from '../store/reader.ts';

/** The maximum number of remembered events. Far fewer can arrive again after a cursor has passed them. */
const MAX_REMEMBERED = 5_000;
/** The maximum number of toasts at once. More are replaced by one summary. */
const MAX_TOASTS = 20;
/** Events older than this are history being imported or replayed, not news. */
const MAX_NEWS_AGE_MS = 120_000;
/** The delay before remembered events are written. */
const WRITE_BEHIND_MS = 1_000;

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
  #cancelWrite: (() => void) | null = null;

  constructor(options: ToasterOptions) {
    this.#options = options;
    this.#remember = options.db.prepare(
      'INSERT INTO shown_notifications (event_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#trim();
    const ids = options.db.prepare<[], { event_id: string }>(
      'SELECT event_id FROM shown_notifications ORDER BY at',
    );
    this.#shown = new Set(ids.all().map(({ event_id }) => event_id));
  }

  /** Shows toasts for live events that were just applied. */
  events(events: readonly AnyEvent[]): void {
    const toasts: Toast[] = [];
    const newsSince = this.#options.time.now() - MAX_NEWS_AGE_MS;
    for (const event of events) {
      const toast = event.at < newsSince ? null : this.#toastFor(event);
      if (toast !== null && this.#rememberOnce(event.id)) toasts.push(toast);
    }
    if (toasts.length > MAX_TOASTS) this.#summary('toast.flood', this.#countOf(events), toasts.length);
    else if (toasts.length > 0) this.#options.show(toasts, 0);
  }

  /** Writes the remembered events. */
  dispose(): void {
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
    this.#options.show(
      [
        {
          id: entry.id,
          category: 'system',
          severity: 'critical',
          message: 'toast.command_refused',
          values,
          subject: null,
        },
      ],
      0,
    );
  }

  /** Shows one toast for all news of a catch-up. */
  caughtUp(missed: News): void {
    const total = missed.alerts + missed.messages;
    if (total === 0) return;
    this.#summary('toast.caught_up', missed, total);
  }

  #summary(message: string, { alerts, messages }: News, suppressed: number): void {
    const id = this.#options.newId();
    const toast: Toast = {
      id,
      category: 'system',
      severity: 'info',
      message,
      values: { alerts, messages },
      subject: null,
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
    if (this.#unwritten.length >= MAX_REMEMBERED) this.#write();
    else this.#cancelWrite ??= this.#options.clock.setTimeout(() => this.#write(), WRITE_BEHIND_MS);
    return true;
  }

  #write(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = null;
    const ids = this.#unwritten;
    this.#unwritten = [];
    if (ids.length === 0) return;
    const now = this.#options.time.now();
    this.#options.db
      .transaction(() => {
        for (const id of ids) this.#remember.run(id, now);
        this.#trim();
      })
      .immediate();
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
