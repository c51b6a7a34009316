import type { Sql } from '../kernel.ts';

const scrubbed = new WeakMap<Sql, Set<number>>();

/** The events whose data was replaced on a connection since the log has looked. */
export function scrubbedOn(sql: Sql): Set<number> {
  const found = scrubbed.get(sql) ?? new Set();
  scrubbed.set(sql, found);
  return found;
}
