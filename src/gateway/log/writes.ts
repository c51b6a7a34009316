import { z } from 'zod';
import { defineWrite } from '../kernel.ts';
import { LOG_ID } from './log.ts';

/** Gives the log its identity, once. */
export const nameLog = defineWrite('log.named', z.strictObject({ id: z.string() }), ({ sql }, { id }) => {
  sql.prepare<[string, string]>('INSERT INTO meta (key, value) VALUES (?, ?)').run(LOG_ID, id);
});

/** Deletes the events before a sequence. Call `EventLog.floorMoved` after the commit. */
export const trimLog = defineWrite(
  'log.trimmed',
  z.strictObject({ below: z.int() }),
  ({ sql }, { below }) => {
    sql.prepare<[number]>('DELETE FROM events WHERE seq < ?').run(below);
  },
);
