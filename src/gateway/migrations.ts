import { authStorage } from './auth/index.ts';
import { type Waiting, whileBusy } from './db/busy.ts';
import { checkDatabase } from './db/damage.ts';
import {
  assertKnown,
  collectMigrations,
  type MigrationPlan,
  type MigrationTarget,
  migrateFile,
  planMigration,
} from './db/migrate.ts';
import type { ReadSql } from './db/open.ts';
import { acquireServingLock } from './db/serving-lock.ts';
import { executeStorage } from './execute/index.ts';
import type { Migrations, StorageOwner } from './kernel.ts';
import { logStorage } from './log/index.ts';
import { MODULES } from './modules.ts';

/** The parts of the gateway below the domains that own tables. */
export const KERNEL_STORAGE: readonly StorageOwner[] = [logStorage, executeStorage, authStorage];

/** Every migration of the gateway, in order: those of the kernel and of each domain in `modules.ts`. */
export const MIGRATIONS: Migrations = collectMigrations([...KERNEL_STORAGE, ...MODULES]);

/**
 * Migrations of add-ons, with the tables they create. Add-ons are loaded on request (`serve --demo`), so a database can have
 * the migration while the running gateway does not: it opens all the same, and migrating down drops the tables.
 */
const ADD_ON_TABLES: Readonly<Record<string, readonly string[]>> = {
  '0090-demo': ['demo_conversations', 'demo_state'],
  '0225-demo-desk': ['demo_desk'],
};

/** The gateway's migrations with those of add-on modules. */
export function migrationsWith(modules: readonly StorageOwner[]): Migrations {
  return collectMigrations([...KERNEL_STORAGE, ...MODULES, ...modules]);
}

/** Plans a migration of this version. See `planMigration` for its errors. */
export function planTo(path: string, target: MigrationTarget, waiting: Waiting = {}): Promise<MigrationPlan> {
  return planMigration(path, target, { loaded: MIGRATIONS, addOnTables: ADD_ON_TABLES }, waiting);
}

/** The migrations that a database with these lacks. Throws NewerDatabaseError where this version does not know one. */
export function missingMigrations(path: string, ran: readonly string[]): string[] {
  assertKnown(path, ran, { loaded: MIGRATIONS, addOnTables: ADD_ON_TABLES });
  return Object.keys(MIGRATIONS).filter((name) => !ran.includes(name));
}

/** How to migrate. */
export interface MigrateOptions extends Waiting {
  /** Runs before the first step, while no other program has the file open. */
  readonly before?: ((sql: ReadSql) => Promise<void>) | undefined;
}

/**
 * Checks a SQLite file that no gateway serves and migrates it, by default to this version's latest migration. Does nothing,
 * and needs no lock, where there is nothing to do. Throws DatabaseInUseError while a gateway serves the file; see
 * `checkDatabase` and `migrateFile` for the other errors.
 */
export async function migrateTo(
  path: string,
  target: MigrationTarget = 'latest',
  migrations: Migrations = MIGRATIONS,
  options: MigrateOptions = {},
): Promise<string[]> {
  const set = { loaded: migrations, addOnTables: ADD_ON_TABLES };
  await whileBusy(path, () => checkDatabase(path), options);
  const plan = await planMigration(path, target, set, options);
  if (plan.names.length === 0) return [];
  const release = acquireServingLock(path);
  try {
    return await migrateFile(path, target, set, options);
  } finally {
    release();
  }
}

/** Checks a file and migrates it to the latest of the migrations, for a caller that holds its serving lock. */
export async function migrateServed(
  path: string,
  migrations: Migrations,
  waiting: Waiting = {},
): Promise<string[]> {
  await whileBusy(path, () => checkDatabase(path), waiting);
  return migrateFile(path, 'latest', { loaded: migrations, addOnTables: ADD_ON_TABLES }, waiting);
}
