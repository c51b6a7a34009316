import { existsSync } from 'node:fs';
import { openSql } from '../db/open.ts';
import type { Sql } from '../kernel.ts';
import { holdsData, readState } from './state.ts';

function hasTable(sql: Sql, name: string): boolean {
  return (
    sql.prepare<[string]>(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !==
    undefined
  );
}

function isOccupied(sql: Sql): boolean {
  if (hasTable(sql, 'demo_state') && readState(sql) !== null) return false;
  return hasTable(sql, 'users') && holdsData(sql);
}

/**
 * Returns why the demo must not run on a database, null where it may. One with data of its own is refused: the demo would add
 * accounts without passwords to it, one of them an administrator. A missing or empty database has room, and one with a demo is
 * resumed. Reads only; a file that cannot be read is left to those who open it.
 */
export function whyNoDemo(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    const sql = openSql(path, { readonly: true });
    try {
      if (!isOccupied(sql)) return null;
    } finally {
      sql.close();
    }
  } catch (error) {
    // A column is missing: the database is older than this version, so somebody has used it.
    const isOlder = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR';
    if (!isOlder) return null;
  }
  return `${path} holds data of its own, and the demo would add accounts without passwords to it. Choose another folder with --data-dir, or serve without --demo.`;
}
