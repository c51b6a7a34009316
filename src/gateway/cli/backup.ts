import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { openSql } from '../db/open.ts';
import { configFrom } from './offline.ts';
import { print, UsageError } from './output.ts';

/** Pages copied in one step; the running gateway can write between steps. */
const PAGES = 500;

/** Copies the database while it is in use. Refuses to overwrite a file; a failed copy leaves none. */
export async function backup(file: string): Promise<void> {
  const target = resolve(file);
  if (existsSync(target)) throw new UsageError(`${target} already exists; choose another name`);
  const { databasePath } = configFrom();
  if (!existsSync(databasePath)) throw new UsageError(`there is no database at ${databasePath}`);
  const sql = openSql(databasePath, { readonly: true });
  try {
    const { totalPages } = await sql.raw.backup(target, { progress: () => PAGES });
    const copy = openSql(target, { readonly: true });
    try {
      const check = copy.raw.pragma('quick_check', { simple: true });
      if (check !== 'ok') throw new Error(`the copy is damaged: ${String(check)}`);
    } finally {
      copy.close();
    }
    print(`backed up ${totalPages} pages to ${target}`);
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${target}${suffix}`, { force: true });
    throw error;
  } finally {
    sql.close();
  }
}
