import type { Database, Statement } from 'better-sqlite3';
import type { OutboxEntry, Toast } from '#shared/bridge/app.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import { preview } from '#shared/domain/chat.ts';
import type { AnyEvent, EventOf } from '#shared/protocol/events/index.ts';
import type { Clock } from '../../ports.ts';

/** Events remembered as told; far more than can still come again after a cursor moved past them. */
const MAX_REMEMBERED = 5_000;
const TRIM_EVERY = 500;

/** What was missed while nobody was connected, by what it would have been a toast for. */
export interface Missed {
  readonly alerts: number;
  readonly messages: number;
}

export interface ToasterOptions {
  readonly db: Database;
  readonly userId: string;
  readonly clock: Clock;
  /** Makes the id of a summary, which stands for no single event. */
  readonly newId: () => string;
  readonly show: (toasts: readonly Toast[], suppressed: number) => void;
}

/**
 * Decides what somebody is told about, once per event id: alerts raised, customer messages in conversations that are
 * mine or nobody's, refused commands. What is caught up makes one summary.
 */
export class Toaster {
  readonly #options: ToasterOptions;
  readonly #remember: Statement<[string, number]>;
  readonly #conversation: Statement<[string], { assignee_id: string | null; customer_name: string }>;
  #sinceTrim = 0;

  constructor(options: ToasterOptions) {
    this.#options = options;
    this.#remember = options.db.prepare(
      'INSERT INTO shown_notifications (event_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#conversation = options.db.prepare(
      'SELECT assignee_id, customer_name FROM conversations WHERE id = ?',
    );
    this.#trim();
  }

  /** Live events, applied just now. */
  events(events: readonly AnyEvent[]): void {
    const toasts: Toast[] = [];
    this.#options.db
      .transaction(() => {
        for (const event of events) {
          const toast = this.#toastFor(event);
          if (toast !== null && this.#first(event.id)) toasts.push(toast);
        }
      })
      .immediate();
    if (toasts.length > 0) this.#options.show(toasts, 0);
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
          link: null,
        },
      ],
      0,
    );
  }

  /** A catch-up is over: one toast for all that came with it. */
  caughtUp(missed: Missed): void {
    const total = missed.alerts + missed.messages;
    if (total === 0) return;
    const values = { alerts: missed.alerts, messages: missed.messages };
    this.#options.show(
      [
        {
          id: this.#options.newId(),
          category: 'system',
          severity: 'info',
          message: 'toast.caught_up',
          values,
          link: null,
        },
      ],
      total,
    );
  }

  #toastFor(event: AnyEvent): Toast | null {
    if (event.type === 'alerts.raised') return alertToast(event.id, event.data.alert);
    if (event.type === 'chat.message_sent') return this.#messageToast(event);
    return null;
  }

  #messageToast(event: EventOf<'chat.message_sent'>): Toast | null {
    const { message } = event.data;
    if (message.author.kind !== 'customer') return null;
    const conversation = this.#conversation.get(message.conversationId);
    const assignee = conversation?.assignee_id ?? null;
    if (assignee !== null && assignee !== this.#options.userId) return null;
    return {
      id: event.id,
      category: 'chat',
      severity: 'info',
      message: 'toast.chat_message',
      values: { customer: message.author.name.slice(0, 300), preview: preview(message.body) },
      link: `/chat/${message.conversationId}`,
    };
  }

  /** True the first time an event id is seen; durable, so that a restart tells nothing twice. */
  #first(eventId: string): boolean {
    this.#sinceTrim += 1;
    if (this.#sinceTrim >= TRIM_EVERY) this.#trim();
    return this.#remember.run(eventId, this.#options.clock.now()).changes === 1;
  }

  #trim(): void {
    this.#sinceTrim = 0;
    this.#options.db
      .prepare(
        `DELETE FROM shown_notifications WHERE event_id IN
         (SELECT event_id FROM shown_notifications ORDER BY at DESC LIMIT -1 OFFSET ?)`,
      )
      .run(MAX_REMEMBERED);
  }
}

function alertToast(id: string, alert: Alert): Toast {
  const { subject, severity } = alert;
  const category = subject.type === 'stock' ? 'stock' : 'system';
  const values =
    subject.type === 'stock'
      ? { item: subject.itemName, sku: subject.sku, location: subject.locationName, value: alert.value ?? 0 }
      : { message: alert.message.slice(0, 300) };
  return {
    id,
    category,
    severity,
    message: `toast.alert_${alert.kind}`,
    values,
    link: `/inventory/alerts/${alert.id}`,
  };
}

/** Counts what a caught-up batch holds that would have been told live. Looks at the raw events: the store parses them. */
export function missedIn(events: readonly unknown[]): Missed {
  let alerts = 0;
  let messages = 0;
  for (const event of events) {
    if (typeof event !== 'object' || event === null || !('type' in event)) continue;
    if (event.type === 'alerts.raised') alerts += 1;
    else if (event.type === 'chat.message_sent' && 'actor' in event && isCustomer(event.actor)) messages += 1;
  }
  return { alerts, messages };
}

function isCustomer(actor: unknown): boolean {
  return typeof actor === 'object' && actor !== null && 'kind' in actor && actor.kind === 'customer';
}
