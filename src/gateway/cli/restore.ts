import { resolve } from 'node:path';
import { messageContents } from '../attachments/index.ts';
import { restore as restoreDatabase } from '../backup/index.ts';
import { SYSTEM_CLOCK } from '../execute/index.ts';
import { missingMigrations } from '../migrations.ts';
import { configFrom } from './offline.ts';
import { complain, print } from './output.ts';
import { inWords } from './position.ts';
import { recordUse } from './use.ts';

/** Replaces the database by a checked backup and keeps the replaced one beside it. */
export async function restore(
  file: string,
  options: { readonly force?: boolean | undefined; readonly files?: boolean | undefined },
): Promise<void> {
  const config = configFrom();
  const { databasePath } = config;
  const { missing, kept, files } = await restoreDatabase({
    file: resolve(file),
    databasePath,
    force: options.force,
    contents: messageContents,
    withoutFiles: options.files === false,
    now: SYSTEM_CLOCK.now(),
    missing: missingMigrations,
    say: complain,
    found(backup, database) {
      print(`backup: ${inWords(backup)}`);
      print(`database: ${database ? inWords(database) : 'none that can be read'}`);
    },
  });
  if (kept !== null) print(`kept the replaced database as ${kept}`);
  if (missing.length > 0) print(`the next start will run ${missing.join(', ')}`);
  if (files.count > 0) print(`files of messages: ${files.count}, checked`);
  if (files.lost > 0) print(`${files.lost} files of messages are missing`);
  print(`restored ${databasePath}`);
  await recordUse(config, { type: 'cli.restore', subject: `file:${resolve(file)}`, reason: null });
}
