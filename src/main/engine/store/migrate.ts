import type { Database } from 'better-sqlite3';

/** One migration of the cache's schema. `PRAGMA user_version` is the version of the last applied migration. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Database) => void;
  readonly down: (db: Database) => void;
}

/** Sorts migrations by version. Throws if two have the same version. */
export function sortMigrations(migrations: readonly Migration[]): readonly Migration[] {
  const sorted = [...migrations].sort((a, b) => a.version - b.version);
  const twice = sorted.find(({ version }, i) => version === sorted[i - 1]?.version);
  if (twice !== undefined) throw new Error(`There are two migrations ${twice.version}.`);
  return sorted;
}

/** Returns the version after all migrations. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** Returns the schema version of a database; 0 for an empty one. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function step(db: Database, work: (db: Database) => void, version: number): void {
  db.transaction(() => {
    work(db);
    // Pragmas take no parameters; the version is one of our own.
    db.pragma(`user_version = ${version}`);
  }).immediate();
}

/**
 * Migrates the schema up or down to a version (default: the newest). Each migration is one transaction, so a failure keeps
 * the last complete one. Calls `onStep` before each with how many are done. Throws a RangeError if the version is neither 0
 * nor that of a migration.
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  target = latestVersion(migrations),
  onStep: (done: number, total: number) => void = () => {},
): void {
  if (target !== 0 && !migrations.some((m) => m.version === target))
    throw new RangeError(`There is no migration ${target}.`);
  const from = schemaVersion(db);
  const pending = migrations.filter((m) => m.version > from && m.version <= target);
  pending.forEach((m, done) => {
    onStep(done, pending.length);
    step(db, m.up, m.version);
  });
  for (const m of [...migrations].reverse()) {
    if (m.version <= from && m.version > target) {
      const before = migrations.filter((other) => other.version < m.version).at(-1)?.version ?? 0;
      step(db, m.down, before);
    }
  }
}
