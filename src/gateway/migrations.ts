import { authStorage } from './auth/index.ts';
import { checkDatabase } from './db/damage.ts';
import { collectMigrations, migrateFile } from './db/migrate.ts';
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
};

/** The gateway's migrations with those of add-on modules. */
export function migrationsWith(modules: readonly StorageOwner[]): Migrations {
  return collectMigrations([...KERNEL_STORAGE, ...MODULES, ...modules]);
}

/**
 * Checks a SQLite file and migrates it, by default to the gateway's latest version. Everything that opens the database goes
 * through here first. See `checkDatabase` and `migrateFile` for errors and targets.
 */
export async function migrateTo(
  path: string,
  target: 'latest' | string | number = 'latest',
  migrations: Migrations = MIGRATIONS,
): Promise<string[]> {
  checkDatabase(path);
  return migrateFile(path, target, migrations, ADD_ON_TABLES);
}
