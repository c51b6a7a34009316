import type { ServiceFact } from '#shared/domain/reports.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { factsTable } from './tables.ts';

const between = rowQuery(factsTable, 'WHERE at >= ? AND at < ?');
const byId = rowQuery(factsTable, 'WHERE id = ?');

/** Returns the facts of a period, half-open, ms. */
export function factsBetween(sql: Sql, from: number, to: number): ServiceFact[] {
  return between.all(sql, from, to);
}

/** Returns those facts as they are now that will be replaced, except of new conversations, which nothing but reports count. */
export function replacedBy(sql: Sql, facts: readonly ServiceFact[]): ServiceFact[] {
  return facts.flatMap(({ id, kind }) => (kind === 'opened' ? [] : (byId.get(sql, id) ?? [])));
}

/** Returns the time of the first fact, ms; null if there is none. */
export function firstFact(sql: Sql): number | null {
  return sql.prepare<[], { at: number | null }>('SELECT min(at) AS at FROM service_facts').get()?.at ?? null;
}
