import { existsSync } from 'node:fs';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator, NO_MIGRATIONS } from 'kysely/migration';
import type { Migrations, Sql, StorageOwner } from '../kernel.ts';
import { type Waiting, whileBusy } from './busy.ts';
import { namingDamage } from './errors.ts';
import { openAlone, openForReading, type ReadSql } from './open.ts';

/** The database was written by a newer gateway. The file has not been changed. */
export class NewerDatabaseError extends Error {
  constructor(path: string, unknown: string) {
    super(
      `${path} was written by a newer version (it has the migration ${unknown}); update the gateway. The file was not changed.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

/** The database has to be migrated first. The file has not been changed. */
export class OlderDatabaseError extends Error {
  constructor(path: string) {
    super(`${path} was written by an older version; run \`gateway migrate\` first`);
    this.name = 'OlderDatabaseError';
  }
}

/** The file is a SQLite database, but not of a gateway. It has not been changed. */
export class ForeignDatabaseError extends Error {
  constructor(path: string) {
    super(`${path} is not a gateway's database. The file was not changed.`);
    this.name = 'ForeignDatabaseError';
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

/**
 * Names of the migrations a database has, in the order in which they ran. Null where it was never migrated, and throws
 * ForeignDatabaseError where it holds other tables.
 */
export function migrationsOf(sql: Sql, path: string): string[] | null {
  const names = (text: string): string[] =>
    sql
      .prepare<[], { name: string }>(text)
      .all()
      .map(({ name }) => name);
  const tables = names("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.includes('kysely_migration'))
    return names('SELECT name FROM kysely_migration ORDER BY timestamp, name');
  if (tables.length > 0) throw new ForeignDatabaseError(path);
  return null;
}

function ranMigrations(path: string): string[] {
  if (!existsSync(path)) return [];
  const sql = openForReading(path);
  try {
    return namingDamage(path, () => migrationsOf(sql, path)) ?? [];
  } finally {
    sql.close();
  }
}

/** Names of the migrations a file has, sorted; empty for a file that does not exist or was never migrated. */
export function appliedMigrations(path: string): string[] {
  return ranMigrations(path).sort();
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

/** What to migrate with. */
export interface MigrationSet {
  readonly loaded: Migrations;
  /** Migrations that a file may have without their being loaded, with their tables. */
  readonly addOnTables: Readonly<Record<string, readonly string[]>>;
}

/** `latest`, or a migration's name or number: `30` for 0030-…, 0 for none. */
export type MigrationTarget = 'latest' | string | number;

/** The steps from what a file has to a target, in order; none where it is there. */
export interface MigrationPlan {
  readonly direction: 'up' | 'down';
  readonly names: readonly string[];
}

/** All migrations that concern a file: those loaded, and stand-ins for those of absent add-ons. */
function allMigrations(ran: readonly string[], { loaded, addOnTables }: MigrationSet): Migrations {
  return { ...loaded, ...standIns(ran, loaded, addOnTables) };
}

/** Throws NewerDatabaseError where a database has migrations that this version does not know. */
export function assertKnown(path: string, ran: readonly string[], set: MigrationSet): void {
  const unknown = ran.find((name) => !(name in set.loaded) && !(name in set.addOnTables));
  if (unknown !== undefined) throw new NewerDatabaseError(path, unknown);
}

/**
 * Plans a migration without changing anything. Waits while the file is locked. Throws NewerDatabaseError,
 * ForeignDatabaseError, DatabaseBusyError, or RangeError for an unknown target.
 */
export async function planMigration(
  path: string,
  target: MigrationTarget,
  set: MigrationSet,
  waiting: Waiting = {},
): Promise<MigrationPlan> {
  const ran = await whileBusy(path, () => ranMigrations(path), waiting);
  assertKnown(path, ran, set);
  const names = Object.keys(allMigrations(ran, set)).sort();
  const pending = names.filter((name) => !ran.includes(name));
  if (target === 'latest') return { direction: 'up', names: pending };
  const to = targetName(target, names);
  if (to === NO_MIGRATIONS) return { direction: 'down', names: ran.toReversed() };
  // Kysely undoes what ran after the target, in time: an add-on's migration may have ran after one with a higher number.
  return ran.includes(String(to))
    ? { direction: 'down', names: ran.slice(ran.indexOf(String(to)) + 1).reverse() }
    : { direction: 'up', names: pending.filter((name) => name <= String(to)) };
}

/**
 * Carries out a plan's migration while no other program has the file open. All steps are one transaction. `before` runs
 * first, on the connection that keeps the others out: a backup. Throws what `planMigration` throws, or the error of the
 * failed step. Returns the names of the migrations it ran, in order. The caller holds the serving lock.
 */
export async function migrateFile(
  path: string,
  target: MigrationTarget,
  set: MigrationSet,
  options: Waiting & { readonly before?: ((sql: ReadSql) => Promise<void>) | undefined } = {},
): Promise<string[]> {
  const plan = await planMigration(path, target, set, options);
  if (plan.names.length === 0) return [];
  const alone = await openAlone(path, options);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: alone.raw }) });
  try {
    await options.before?.(alone);
    const migrations = allMigrations(migrationsOf(alone, path) ?? [], set);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
      // An add-on (the demo) may bring its migration to a database that already has later ones.
      allowUnorderedMigrations: true,
    });
    const { error, results } =
      target === 'latest'
        ? await migrator.migrateToLatest()
        : await migrator.migrateTo(targetName(target, Object.keys(migrations).sort()));
    if (error) throw error instanceof Error ? error : new Error(String(error));
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
    alone.close();
  }
}
