import { z } from 'zod';
import { defineWrite, overwriting, type Sql } from '../kernel.ts';
import { LOG_ID } from './log.ts';
import { scrubbedOn } from './scrubbed.ts';

/** Gives the log its identity, once. */
export const nameLog = defineWrite('log.named', z.strictObject({ id: z.string() }), ({ sql }, { id }) => {
  sql.prepare<[string, string]>('INSERT INTO meta (key, value) VALUES (?, ?)').run(LOG_ID, id);
});

/** Deletes the events before a sequence, overwriting them in the file or not. Call `EventLog.floorMoved` after the commit. */
export const trimLog = defineWrite(
  'log.trimmed',
  z.strictObject({ below: z.int(), overwrite: z.boolean().optional() }),
  ({ sql }, { below, overwrite }) => {
    const trim = (): unknown => sql.prepare<[number]>('DELETE FROM events WHERE seq < ?').run(below);
    if (overwrite) overwriting(sql, trim);
    else trim();
  },
);

/** Returns the data of a stored event; undefined if the log no longer has it. Nothing else of a stored event can be changed. */
export function storedData(sql: Sql, seq: number): unknown {
  const row = sql
    .prepare<[number], { data: string }>("SELECT body -> '$.data' AS data FROM events WHERE seq = ?")
    .get(seq);
  return row && (JSON.parse(row.data) as unknown);
}

const Stored = z.looseObject({ data: z.unknown() });

/**
 * Replaces the data of events by the same without what was removed: who catches up from an old position must not get it. What
 * it was is overwritten in the file.
 */
export const scrubEvents = defineWrite(
  'log.scrubbed',
  z.strictObject({ events: z.array(z.strictObject({ seq: z.int(), data: z.unknown() })).max(1000) }),
  ({ sql }, { events }) => {
    const read = sql.prepare<[number], { body: string }>('SELECT body FROM events WHERE seq = ?');
    const write = sql.prepare<[string, number]>('UPDATE events SET body = ? WHERE seq = ?');
    overwriting(sql, () => {
      for (const { seq, data } of events) {
        const row = read.get(seq);
        if (row === undefined) continue;
        write.run(JSON.stringify({ ...Stored.parse(JSON.parse(row.body)), data }), seq);
        scrubbedOn(sql).add(seq);
      }
    });
  },
);
