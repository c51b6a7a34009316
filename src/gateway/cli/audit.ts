import { createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AUDIT_CSV_HEAD, auditCsvLine } from '#shared/domain/audit-csv.ts';
import { MissingDatabaseError } from '../db/errors.ts';
import { appliedMigrations, OlderDatabaseError } from '../db/migrate.ts';
import { openForReading, type ReadSql } from '../db/open.ts';
import { type ChainPosition, checkAudit, streamAudit } from '../execute/index.ts';
import { missingMigrations } from '../migrations.ts';
import { configFrom } from './offline.ts';
import { complain, print, UsageError } from './output.ts';

/** Runs work on one moment of the database, and changes nothing. */
async function reading<T>(work: (sql: ReadSql) => T | Promise<T>): Promise<T> {
  const { databasePath } = configFrom();
  if (!existsSync(databasePath)) throw new MissingDatabaseError(databasePath);
  if (missingMigrations(databasePath, appliedMigrations(databasePath)).length > 0)
    throw new OlderDatabaseError(databasePath);
  const sql = openForReading(databasePath);
  try {
    sql.begin();
    try {
      return await work(sql);
    } finally {
      sql.end();
    }
  } finally {
    sql.close();
  }
}

/** Reads `NUMBER:HASH`, as `verify` prints it. Throws UsageError. */
function positionIn(text: string | undefined): ChainPosition | null {
  if (text === undefined) return null;
  const [, n, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? [];
  if (n === undefined || hash === undefined)
    throw new UsageError('--expect takes a head as it was printed: NUMBER:HASH');
  return { n: Number(n), hash };
}

/**
 * Checks the audit's chain and prints its head. Resolves with the exit code: 1 where a row is changed or missing. Keep the
 * head that it prints elsewhere: with `expect`, a later check also finds an end that was cut off or written anew.
 */
export async function verifyAudit({ expect }: { readonly expect?: string | undefined }): Promise<number> {
  const expected = positionIn(expect);
  const { rows, pruned, head, problem } = await reading((sql) => checkAudit(sql, expected));
  if (problem !== null) {
    complain(`error: the audit is not what was written: ${problem} (${rows} rows before it are)`);
    return 1;
  }
  const deleted = pruned.n === 0 ? '' : `; retention has deleted those up to ${pruned.n}`;
  print(`${rows} rows are as they were written${deleted}`);
  print(`head ${head.n}:${head.hash}`);
  return 0;
}

/** Writes the audit as CSV, oldest first, to a new file. */
export async function exportAudit(file: string): Promise<void> {
  const target = resolve(file);
  if (existsSync(target)) throw new UsageError(`${target} already exists; choose another name`);
  let rows = 0;
  await reading((sql) => {
    function* lines(): Iterable<string> {
      yield AUDIT_CSV_HEAD;
      for (const record of streamAudit(sql)) {
        rows += 1;
        yield auditCsvLine(record);
      }
    }
    return pipeline(Readable.from(lines()), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  });
  print(`wrote ${rows} rows to ${target}`);
}
