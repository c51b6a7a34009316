import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Overwrites pages of a closed database, or of an open one behind SQLite's back. */
export function overwritePages(file: string, pages: readonly number[]): void {
  const fd = openSync(file, 'r+');
  for (const page of pages) writeSync(fd, Buffer.alloc(4096, 0xff), 0, 4096, (page - 1) * 4096);
  closeSync(fd);
}

/** Returns the leaf pages of tables and indexes in a database file, in order. */
export function leafPages(file: string, ...names: string[]): number[] {
  const db = new Database(file, { readonly: true });
  const pages = db
    .prepare<[string], number>(
      `SELECT pageno FROM dbstat WHERE name IN (SELECT value FROM json_each(?)) AND pagetype = 'leaf' ORDER BY name, path`,
    )
    .pluck()
    .all(JSON.stringify(names)) as number[];
  db.close();
  return pages;
}
