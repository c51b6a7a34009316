import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { acquireServingLock } from '../../src/gateway/db/serving-lock.ts';
import type { StorageOwner } from '../../src/gateway/kernel.ts';
import { migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';

/** Databases that were just migrated, by the migrations. */
const migrated = new Map<string, Buffer>();

/**
 * Creates a gateway's database with its tables, and those of add-ons, unless there is a file. Only the first one of a test file
 * runs the migrations; the others are its copy, which takes a tenth of the time.
 */
export async function createMigrated(path: string, addOns: readonly StorageOwner[] = []): Promise<void> {
  if (existsSync(path)) return;
  const migrations = migrationsWith(addOns);
  const key = Object.keys(migrations).join();
  const copy = migrated.get(key);
  if (copy) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, copy, { mode: 0o600 });
    // Migrating leaves the file of the lock.
    acquireServingLock(path)();
    return;
  }
  await migrateTo(path, 'latest', migrations);
  migrated.set(key, readFileSync(path));
}
