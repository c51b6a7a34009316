import type { Database, Statement } from 'better-sqlite3';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Clock } from '../../ports.ts';
import type { NewsKind, NewsRegistry } from '../store/domain.ts';
import { readerOf } from '../store/reader.ts';

/** Events remembered as told; far more than can still come again after a cursor moved past them. */
const MAX_REMEMBERED = 5_000;
/** More at once than this is a flood: one summary instead. */
const FLOOD = 20;
/** An event older than this is history that was only now written down (an import, a replay), not news. */
const NEWS_MS = 120_000;
/** What was told is written this much later, ms. */
const WRITE_BEHIND_MS = 1_000;

/** How many events of each kind of news there were. */
export type News = Readonly<Record<NewsKind, number>>;

export const NO_NEWS: News = { alerts: 0, messages: 0 };

/** Adds what a batch brought. Kinds it does not name are as they were. */
export function addNews(news: News, more: Partial<News>): News {
  return {
    alerts: news.alerts + (more.alerts ?? 0),
    messages: news.messages + (more.messages ?? 0),
  };
}

export interface ToasterOptions {
  readonly db: Database;
  readonly userId: string;
  /** Which events are news, and their toasts. */
  readonly news: NewsRegistry;
  readonly clock: Clock;
  /** Makes the id of a summary, which stands for no single event. */
  readonly newId: () => string;
  readonly show: (toasts: readonly Toast[], suppressed: number) => void;
}

/**
 * Decides what somebody is told about, once per event id: alerts raised, customer messages in conversations that are
 * mine or nobody's, refused commands. What is caught up makes one summary, and so does a flood.
 *
 * That a restart tells nothing twice is the cursor's work: an event is applied once, and told when it is. The ids kept
 * here cover what a cursor does not (a channel that starts over), so they are written behind and not with a commit, and
 * its wait for the disk, for every message a customer sends.
 */
export class Toaster {
  readonly #options: ToasterOptions;
  readonly #remember: Statement<[string, number]>;
  readonly #told: Set<string>;
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
    this.#told = new Set(ids.all().map(({ event_id }) => event_id));
  }

  /** Live events, applied just now. */
  events(events: readonly AnyEvent[]): void {
    const toasts: Toast[] = [];
    const newsSince = this.#options.clock.now() - NEWS_MS;
    for (const event of events) {
      const toast = event.at < newsSince ? null : this.#toastFor(event);
      if (toast !== null && this.#first(event.id)) toasts.push(toast);
    }
    if (toasts.length > FLOOD) this.#summary('toast.flood', this.#countOf(events), toasts.length);
    else if (toasts.length > 0) this.#options.show(toasts, 0);
  }

  /** Writes what was told. */
  dispose(): void {
    this.#write();
  }

  /** The gateway refused a command. */
  refused(entry: OutboxEntry): void {
    if (!this.#first(entry.id)) return;
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

  /** A catch-up is over: one toast for all that came with it. */
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

  /** True the first time an event id is seen. */
  #first(eventId: string): boolean {
    if (this.#told.has(eventId)) return false;
    this.#told.add(eventId);
    if (this.#told.size > MAX_REMEMBERED)
      for (const oldest of this.#told) {
        this.#told.delete(oldest);
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
    const now = this.#options.clock.now();
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
