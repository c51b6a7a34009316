import { z } from 'zod';
import { DAY_MS } from '#shared/domain/time.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { ROW_PAGE } from '#shared/protocol/messages.ts';
import { openSql } from '../db/open.ts';
import type { GatewayModule, KeyedRow, RowKey, RowSource, Sql } from '../kernel.ts';
import { shownRow, type Variant } from './variants.ts';

const Key = z.array(z.union([z.string().max(200), z.number()])).max(4);

/** Reads a position that a client returned; null if it is not one. */
export function keyOf(position: string, length?: number): RowKey | null {
  try {
    const key = Key.parse(JSON.parse(position));
    return length === undefined || key.length === length ? key : null;
  } catch {
    return null;
  }
}

/** Returns the position that stands for a key. */
export function positionOf(key: RowKey): string {
  return JSON.stringify(key);
}

/** A row as JSON, with its key. */
export interface EncodedRow {
  readonly json: string;
  readonly key: RowKey;
}

/** Encodes a row of a channel as a variant shows it. */
export function encodeRow(variant: Variant, channel: Channel, row: KeyedRow): EncodedRow {
  return { json: JSON.stringify(shownRow(variant, channel, row)), key: row.key };
}

/** Returns how many of the rows fit into a page: at least one. */
export function fitting(rows: readonly EncodedRow[]): number {
  let bytes = 0;
  let count = 0;
  for (const { json } of rows) {
    bytes += Buffer.byteLength(json) + 1;
    if (count > 0 && (bytes > ROW_PAGE.bytes || count === ROW_PAGE.rows)) break;
    count += 1;
  }
  return count;
}

/**
 * The rows of all channels, read on a connection of its own. Each read is a statement: nothing holds a transaction between two
 * pages, so that the log file can shrink while a slow client takes its time.
 */
export class RowSources {
  readonly #path: string;
  readonly #windowMs: number;
  readonly #byChannel = new Map<Channel, readonly RowSource[]>();
  #sql: (Sql & { close(): void }) | null = null;

  constructor(path: string, windowDays: number, modules: readonly GatewayModule[]) {
    this.#path = path;
    this.#windowMs = windowDays * DAY_MS;
    for (const { snapshots } of modules) {
      for (const [name, sources] of Object.entries(snapshots ?? {})) {
        // The type of `snapshots` has only channels as its keys.
        const channel = name as Channel;
        if (this.#byChannel.has(channel)) throw new Error(`two modules provide the snapshot of ${channel}`);
        this.#byChannel.set(channel, sources);
      }
    }
  }

  get sql(): Sql {
    this.#sql ??= openSql(this.#path, { readonly: true });
    return this.#sql;
  }

  of(channel: Channel): readonly RowSource[] {
    return this.#byChannel.get(channel) ?? [];
  }

  /** Returns how far back the window of a source reaches, ms. */
  windowOf({ history }: RowSource): number {
    return Math.max(this.#windowMs, history?.atLeastMs ?? 0);
  }

  close(): void {
    this.#sql?.close();
    this.#sql = null;
  }
}
