import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel, isChannel } from '#shared/protocol/channels.ts';
import { isEmittedType, isEventType } from '#shared/protocol/events/index.ts';
import type { Passed } from './batch.ts';
import type { Sql } from './sql.ts';

/**
 * Records, by channel, what a newer gateway has sent that this version could not read. After an upgrade, the cursor of such a
 * channel is deleted, so that the gateway sends a snapshot. `record` and `forget` run inside the writer's transaction.
 */
export class PassedOver {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Adds skipped content, with the fingerprint of this version. */
  record(passed: ReadonlyMap<Channel, Passed>): void {
    if (passed.size === 0) return;
    const upsert = this.#sql.prepare<[string, string, number, number]>(
      `INSERT INTO passed_over (channel, reader, first_seq, events) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel) DO UPDATE SET reader = excluded.reader, events = events + excluded.events`,
    );
    for (const [channel, { firstSeq, events }] of passed)
      upsert.run(channel, readerFingerprint(), firstSeq, events);
  }

  /** Deletes the record of a channel that was replaced or deleted. */
  forget(channel: Channel): void {
    this.#sql.prepare<[string]>('DELETE FROM passed_over WHERE channel = ?').run(channel);
  }

  /** Returns the channels with content that another version skipped and this one may be able to read. */
  due(): Channel[] {
    const rows = this.#sql
      .prepare<[], { channel: string; reader: string }>('SELECT channel, reader FROM passed_over')
      .all();
    return rows.flatMap(({ channel, reader }) =>
      isChannel(channel) && reader !== readerFingerprint() ? [channel] : [],
    );
  }
}

let fingerprint: string | null = null;

/** Returns a hash of all schemas that this version can read. Calculated once, when first needed: it takes about 10 ms. */
function readerFingerprint(): string {
  fingerprint ??= createHash('sha256')
    .update(JSON.stringify(CHANNELS.map((channel) => [channel, schemasOf(channel)])))
    .digest('hex');
  return fingerprint;
}

function schemasOf(channel: Channel): unknown {
  const { events, rows } = CHANNEL_DEFINITIONS[channel];
  const jsonOf = (schema: z.ZodType): unknown =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return [
    Object.entries(events).flatMap(([type, schema]) =>
      isEventType(type) && isEmittedType(type) ? [[type, jsonOf(schema)]] : [],
    ),
    rows.map(({ kind, schema }) => [kind, jsonOf(schema)]),
  ];
}
