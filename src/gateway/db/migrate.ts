import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator, NO_MIGRATIONS } from 'kysely/migration';
import type { Migrations, StorageOwner } from '../kernel.ts';

/** The database was written by a newer gateway. The file has not been changed. */
export class NewerDatabaseError extends Error {
  constructor(path: string, unknown: string) {
    super(
      `${path} was written by a newer version (it has the migration ${unknown}); update the gateway. The file was not changed.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

const NAME = /^(\d{4})-[a-z0-9-]+$/;

/**
 * Collects the owners' migrations in the order of their numbers. An owner may be listed twice. Throws where a name is not
 * `NNNN-name` or two migrations have the same number.
 */
export function collectMigrations(owners: Iterable<Pick<StorageOwner, 'migrations'>>): Migrations {
  const byNumber = new Map<string, [name: string, migration: Migrations[string]]>();
  for (const { migrations } of new Set(owners)) {
    for (const [name, migration] of Object.entries(migrations ?? {})) {
      const number = NAME.exec(name)?.[1];
      if (number === undefined) throw new Error(`the migration ${name} is not named NNNN-name`);
      const taken = byNumber.get(number);
      if (taken) throw new Error(`two migrations have the number ${number}: ${taken[0]} and ${name}`);
      byNumber.set(number, [name, migration]);
    }
  }
  return Object.fromEntries([...byNumber.values()].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of the migrations a file has, sorted; empty for a file that does not exist or was never migrated. */
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

/** Stands in for the migrations of add-ons that are not loaded, where the file has them. */
function standIns(
  applied: readonly string[],
  migrations: Migrations,
  addOnTables: Readonly<Record<string, readonly string[]>>,
): Migrations {
  const absent = Object.entries(addOnTables).filter(
    ([name]) => applied.includes(name) && !(name in migrations),
  );
  return Object.fromEntries(
    absent.map(([name, tables]) => [
      name,
      {
        up: async () => undefined,
        down: async (db: Kysely<unknown>) => {
          for (const table of tables) await sql`DROP TABLE IF EXISTS ${sql.table(table)}`.execute(db);
        },
      },
    ]),
  );
}

/**
 * Migrates a SQLite file to a version: the latest, or the one with a number (`30` for 0030-…, 0 for none). All steps of a
 * call are one transaction. Throws NewerDatabaseError, RangeError for an unknown number, or the error of the failed step.
 * Returns the names of the migrations it ran, in order. `addOnTables` names migrations that a file may have without their
 * being loaded, with their tables.
 */
export async function migrateFile(
  path: string,
  target: 'latest' | string | number,
  loaded: Migrations,
  addOnTables: Readonly<Record<string, readonly string[]>> = {},
): Promise<string[]> {
  const applied = appliedMigrations(path);
  const migrations = { ...loaded, ...standIns(applied, loaded, addOnTables) };
  const names = Object.keys(migrations).sort();
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
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
      // An add-on (the demo) may bring its migration to a database that already has later ones.
      allowUnorderedMigrations: true,
    });
    const { error, results } = to === null ? await migrator.migrateToLatest() : await migrator.migrateTo(to);
    if (error) throw error instanceof Error ? error : new Error(String(error));
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
    if (raw.open) raw.close();
  }
}
