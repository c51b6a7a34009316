import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Migration, Migrator, NO_MIGRATIONS } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';

/** The database was written by a newer gateway. It has not been touched. */
export class NewerDatabaseError extends Error {
  constructor(path: string, unknown: string) {
    super(
      `${path} was written by a newer version (it has the migration ${unknown}); update the gateway. The file was not changed.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

/** Names of the migrations a file has, in order; empty for a file that does not exist or was never migrated. */
export function appliedMigrations(path: string): string[] {
  if (path === ':memory:' || !existsSync(path)) return [];
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const table = db
      .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'")
      .get();
    if (!table) return [];
    return db.prepare<[], string>('SELECT name FROM kysely_migration ORDER BY name').pluck().all();
  } finally {
    db.close();
  }
}

function targetName(target: string | number, names: readonly string[]): string | typeof NO_MIGRATIONS {
  if (String(target) === '0') return NO_MIGRATIONS;
  const found = names.find((name) => name === target || Number(name.slice(0, 4)) === Number(target));
  if (!found) throw new RangeError(`there is no migration ${target}; there are ${names.join(', ')}`);
  return found;
}

/**
 * Brings a SQLite file to a version: the latest, or the one with a number (`30` for 0030-…, 0 for none). Each step is
 * a transaction. Throws NewerDatabaseError, RangeError for an unknown number, or what a step failed with; then all steps
 * of this call are undone. Returns the names of what was run, in order.
 */
export async function migrateTo(
  path: string,
  target: 'latest' | string | number = 'latest',
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<string[]> {
  const names = Object.keys(migrations).sort();
  const applied = appliedMigrations(path);
  const unknown = applied.find((name) => !(name in migrations));
  if (unknown !== undefined) throw new NewerDatabaseError(path, unknown);
  const to = target === 'latest' ? null : targetName(target, names);
  if (to === null && applied.length === names.length) return [];
  mkdirSync(dirname(path), { recursive: true });
  const raw = new Database(path, { timeout: 5000 });
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
    const { error, results } = to === null ? await migrator.migrateToLatest() : await migrator.migrateTo(to);
    if (error) throw error instanceof Error ? error : new Error(String(error));
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
    if (raw.open) raw.close();
  }
}
