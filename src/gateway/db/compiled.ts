import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Sql } from '../kernel.ts';

/** A Kysely that only composes SQL; give its queries to `allOf`. `DB` describes the tables the caller uses. */
export function composer<DB>(): Kysely<DB> {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** Runs a composed query on a connection, now, and returns its rows. */
export function allOf<R>(sql: Sql, query: Compilable<R>): R[] {
  const compiled = query.compile();
  return sql.prepare<unknown[], R>(compiled.sql).all(...compiled.parameters);
}
