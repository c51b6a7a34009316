import { DEFAULT_MESSAGE_LIMIT } from '#shared/domain/chat.ts';
import { DEFAULT_STOCK_LIMITS, StockLimits } from '#shared/domain/inventory.ts';
import { MessageRetentionDays } from '#shared/domain/message-retention.ts';
import type { Sql } from './sql.ts';

/** Settings of the workspace that projections depend on. */
export interface Workspace {
  readonly timeZone: string;
  readonly currency: string;
  readonly stockLimits: StockLimits;
  /** The longest message that the gateway accepts, UTF-16 units; without it, what is stored stays. */
  readonly maxMessageLength?: number;
  /** How long messages are kept, days; 0 for ever. Without it, what is stored stays. */
  readonly messageRetentionDays?: number;
}

/** The key of the longest message. */
export const MESSAGE_LIMIT_KEY = 'max_message_length';

/** The keys of how long messages are kept, and of the time before which this console has deleted them by its own clock. */
export const MESSAGE_RETENTION_KEY = 'message_retention_days';
export const MESSAGES_DELETED_KEY = 'messages_deleted_before';

/** Values about the cache itself, by key. */
export class Meta {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Returns a value; null if it is not set. */
  get(key: string): string | null {
    const row = this.#sql
      .prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
      .get(key);
    return row?.value ?? null;
  }

  /** Sets a value. */
  set(key: string, value: string): void {
    this.#sql
      .prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value);
  }

  /** Returns the workspace's settings from the last welcome, or the defaults. */
  workspace(): Workspace {
    return {
      timeZone: this.get('time_zone') ?? 'UTC',
      currency: this.get('currency') ?? 'USD',
      stockLimits: parseStockLimits(this.get('stock_limits')),
      maxMessageLength: parseMessageLimit(this.get(MESSAGE_LIMIT_KEY)),
      messageRetentionDays: parseRetention(this.get(MESSAGE_RETENTION_KEY)),
    };
  }

  /** Stores the workspace's settings. */
  setWorkspace({ timeZone, currency, stockLimits, maxMessageLength, messageRetentionDays }: Workspace): void {
    this.set('time_zone', timeZone);
    this.set('currency', currency);
    this.set('stock_limits', JSON.stringify(stockLimits));
    if (maxMessageLength !== undefined) this.set(MESSAGE_LIMIT_KEY, String(maxMessageLength));
    if (messageRetentionDays !== undefined) this.set(MESSAGE_RETENTION_KEY, String(messageRetentionDays));
  }
}

/** Returns the workspace's limits of stock as `stock_limits` keeps them, or the defaults. */
export function parseStockLimits(stored: string | null): StockLimits {
  return StockLimits.catch(DEFAULT_STOCK_LIMITS).parse(parseJson(stored));
}

/** Returns the longest message as `max_message_length` keeps it, or the default. */
export function parseMessageLimit(stored: string | null): number {
  const limit = Number(stored ?? DEFAULT_MESSAGE_LIMIT);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : DEFAULT_MESSAGE_LIMIT;
}

/** Returns how long messages are kept, days; 0 where nothing is stored. */
export function parseRetention(stored: string | null): number {
  return MessageRetentionDays.catch(0).parse(Number(stored ?? 0));
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
