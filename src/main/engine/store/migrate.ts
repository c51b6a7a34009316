import type { Database } from 'better-sqlite3';

/** One step of the cache's schema. `PRAGMA user_version` is the version of the last one applied. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Database) => void;
  readonly down: (db: Database) => void;
}

/** Migrations in order of their versions. Throws where two have the same. */
export function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const sorted = [...migrations].sort((a, b) => a.version - b.version);
  const twice = sorted.find(({ version }, i) => version === sorted[i - 1]?.version);
  if (twice !== undefined) throw new Error(`There are two migrations ${twice.version}.`);
  return sorted;
}

/** The version a schema stands at after all of its migrations. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** The version a database stands at; 0 for an empty one. */
export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function step(db: Database, work: (db: Database) => void, version: number): void {
  db.transaction(() => {
    work(db);
    // A pragma takes no parameters; the version is one of ours.
    db.pragma(`user_version = ${version}`);
  }).immediate();
}

/**
 * Brings the schema up or down to a version (the newest by default), each step in a transaction of its own: what fails
 * leaves the last whole step standing. Throws a RangeError on a version that is not 0 or that of a migration.
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  target = latestVersion(migrations),
): void {
  if (target !== 0 && !migrations.some((m) => m.version === target))
    throw new RangeError(`There is no migration ${target}.`);
  const from = schemaVersion(db);
  for (const m of migrations) {
    if (m.version > from && m.version <= target) step(db, m.up, m.version);
  }
  for (const m of [...migrations].reverse()) {
    if (m.version <= from && m.version > target) {
      const before = migrations.filter((other) => other.version < m.version).at(-1)?.version ?? 0;
      step(db, m.down, before);
    }
  }
}
