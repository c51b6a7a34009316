import { z } from 'zod';
import { dayBefore } from '#shared/domain/filter.ts';
import { RETENTION_REPORT_DAYS, RetentionRun } from '#shared/domain/message-retention.ts';
import { dayOf } from '#shared/domain/time.ts';
import { defineOwnTable, own } from '#shared/rows/table.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { tableOn } from '../db/tables.ts';
import { type CommandContext, defineWrite, type Sql } from '../kernel.ts';

/** What was deleted, by day of the workspace. */
const runsTable = defineOwnTable('retention_runs', ['day'], {
  day: own<string>(),
  at: own<number>(),
  messages: own<number>(),
  withFiles: own<number>(),
  roomMessages: own<number>(),
});

const COLUMNS = 'day, at, messages, with_files AS withFiles, room_messages AS roomMessages';

/** Sets what was deleted on a day, and forgets days that are long past, or that a wrong clock has left in the future. */
export const setRetentionRun = defineWrite(
  'chat.retention_counted',
  z.strictObject({ run: RetentionRun, keptFrom: RetentionRun.shape.day }),
  ({ sql }, { run, keptFrom }) => {
    sql.prepare('DELETE FROM retention_runs WHERE day < ? OR day > ?').run(keptFrom, run.day);
    tableOn(sql, runsTable).upsert({}, run);
  },
);

/** Adds what retention deletes now to the counts of the day, in the same transaction. */
export function countDeleted(
  context: CommandContext,
  deleted: Partial<Pick<RetentionRun, 'messages' | 'withFiles' | 'roomMessages'>>,
): void {
  const { sql, config, now } = context;
  const day = dayOf(now, workspaceTimeZone(sql, config));
  const before = sql
    .prepare<[string], RetentionRun>(`SELECT ${COLUMNS} FROM retention_runs WHERE day = ?`)
    .get(day);
  context.write(setRetentionRun, {
    run: {
      ...{ day, at: now },
      messages: (before?.messages ?? 0) + (deleted.messages ?? 0),
      withFiles: (before?.withFiles ?? 0) + (deleted.withFiles ?? 0),
      roomMessages: (before?.roomMessages ?? 0) + (deleted.roomMessages ?? 0),
    },
    keptFrom: dayBefore(day, RETENTION_REPORT_DAYS - 1),
  });
}

/** Returns what was deleted, the newest day first. */
export function listRetentionRuns(sql: Sql): RetentionRun[] {
  return sql
    .prepare<[number], RetentionRun>(`SELECT ${COLUMNS} FROM retention_runs ORDER BY day DESC LIMIT ?`)
    .all(RETENTION_REPORT_DAYS);
}
