import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel, isChannel } from '#shared/protocol/channels.ts';
import { isEmittedType, isEventType } from '#shared/protocol/events/index.ts';
import type { Passed } from './batch.ts';
import type { Sql } from './sql.ts';

/**
 * What a newer gateway has sent that this version could not read, by channel. After an upgrade such a channel is fetched
 * anew: its cursor is dropped, and the gateway answers with a snapshot. Every method runs inside the writer's transaction.
 */
export class PassedOver {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  record(passed: ReadonlyMap<Channel, Passed>): void {
    if (passed.size === 0) return;
    const upsert = this.#sql.prepare<[string, string, number, number]>(
      `INSERT INTO passed_over (channel, reader, first_seq, events) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel) DO UPDATE SET reader = excluded.reader, events = events + excluded.events`,
    );
    for (const [channel, { firstSeq, events }] of passed)
      upsert.run(channel, readerFingerprint(), firstSeq, events);
  }

  /** The channel was replaced or dropped as a whole: nothing of it is missing. */
  forget(channel: Channel): void {
    this.#sql.prepare<[string]>('DELETE FROM passed_over WHERE channel = ?').run(channel);
  }

  /** The channels of which another version passed something over that this one may be able to read. */
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

/** A hash of all that this version can read. Made once, when something was passed over: it takes some 10 ms. */
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
