import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSql } from '../../src/gateway/db/open.ts';
import { migrateTo } from '../../src/gateway/migrations.ts';

/** A migrated database without rows. */
let empty: Buffer | null = null;

/**
 * Creates a migrated, empty database of a gateway. Only the first one of a test file runs the migrations; the others are its
 * copies, which take a hundredth of the time. Tests of migrations call `migrateTo`.
 */
export async function createGatewayFile(path: string): Promise<void> {
  if (empty !== null) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, empty, { mode: 0o600 });
    return;
  }
  await migrateTo(path);
  const sql = openSql(path, { readonly: true });
  empty = sql.raw.serialize();
  sql.close();
}
