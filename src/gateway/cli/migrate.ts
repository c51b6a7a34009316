import { backUpOpen, stamp } from '../backup/index.ts';
import type { ReadSql } from '../db/open.ts';
import { SYSTEM_CLOCK } from '../execute/index.ts';
import { MIGRATIONS, migrateTo, planTo } from '../migrations.ts';
import { configFrom } from './offline.ts';
import { complain, print, UsageError } from './output.ts';
import { recordUse } from './use.ts';

/**
 * Migrates the database while nobody else uses it. Going down drops tables: it needs `force`, and makes a backup beside the
 * database first.
 */
export async function migrate(options: {
  readonly to?: number | undefined;
  readonly force?: boolean | undefined;
}): Promise<void> {
  const config = configFrom();
  const { databasePath } = config;
  const target = options.to ?? 'latest';
  const plan = await planTo(databasePath, target, { say: complain });
  const down = plan.direction === 'down' && plan.names.length > 0;
  if (down && options.force !== true)
    throw new UsageError(
      `this would undo ${plan.names.join(', ')} and delete what their tables hold; add --force to do it. A backup is made first.`,
    );
  const use = { type: 'cli.migrate', subject: `schema:${target}`, reason: null };
  // Going down, the audit may be among what is dropped; the backup that is made first has the row.
  if (down) await recordUse(config, { ...use, code: 'started' });
  const ran = await migrateTo(databasePath, target, MIGRATIONS, {
    say: complain,
    before: down ? (sql) => backUpFirst(sql, databasePath) : undefined,
  });
  if (!down && ran.length > 0) await recordUse(config, { ...use, reason: ran.join(', ').slice(0, 500) });
  print(ran.length === 0 ? 'nothing to do' : `ran ${ran.join(', ')}`);
}

async function backUpFirst(sql: ReadSql, databasePath: string): Promise<void> {
  const target = `${databasePath}.before-migration-${stamp(SYSTEM_CLOCK.now())}`;
  const { file } = await backUpOpen(sql, databasePath, target, { say: complain });
  print(`backed up to ${file}`);
}
