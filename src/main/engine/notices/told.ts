import type { Database } from 'better-sqlite3';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { Toast, type ToldToast } from '#shared/bridge/notifications.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';

/** The maximum number of toasts kept for the notification centre. */
export const MAX_TOLD = 500;

/** A toast and when it happened, by the gateway's time, ms. */
export interface Told {
  readonly toast: Toast;
  readonly at: number;
}

/** Writes toasts, each once, and deletes the oldest beyond the maximum. Runs in the caller's transaction. */
export function writeTold(db: Database, told: readonly Told[]): void {
  const insert = db.prepare('INSERT INTO told (id, at, toast) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  for (const { toast, at } of told) insert.run(toast.id, at, JSON.stringify(toast));
  db.prepare(
    'DELETE FROM told WHERE id IN (SELECT id FROM told ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)',
  ).run(MAX_TOLD);
}

/** Marks as read what is about a record; everything with null. Returns whether anything was unread. */
export function markRead(
  db: Database,
  { subject }: MethodInput<'notifications.mark_read'>,
  now: number,
): boolean {
  const { changes } = db
    .prepare(
      `UPDATE told SET read_at = ? WHERE read_at IS NULL
       AND (? IS NULL OR (toast ->> '$.subject.kind' = ? AND toast ->> '$.subject.id' = ?))`,
    )
    .run(now, subject?.kind ?? null, subject?.kind ?? null, subject?.id ?? null);
  return changes > 0;
}

/** Deletes all: they may name customers whom the user may no longer see. */
export function clearTold(db: Database): void {
  db.prepare('DELETE FROM told').run();
}

interface Row {
  readonly id: string;
  readonly at: number;
  readonly toast: string;
  readonly read_at: number | null;
}

/** Lists what the user was told, newest first. */
export function toldList(
  reader: Reader,
  input: MethodInput<'notifications.list'>,
): MethodOutput<'notifications.list'> {
  const [at, id] = decodeCursor(input.after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const found = reader.all<Row>(
    'SELECT id, at, toast, read_at FROM told WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?',
    at,
    id,
    input.limit + 1,
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const unread = reader.get<{ all: number; mine: number }>(
    `SELECT count(*) AS "all", count(*) FILTER (WHERE coalesce(toast ->> '$.about', 'me') = 'me') AS mine
     FROM told WHERE read_at IS NULL`,
  );
  return {
    rows: shown.flatMap(decode),
    next: found.length > input.limit && last ? encodeCursor([last.at, last.id]) : null,
    asOf: asOf(reader, []),
    unread: { all: unread?.all ?? 0, mine: unread?.mine ?? 0 },
  };
}

/** A later version may have written toasts that this one does not know. */
function decode({ at, toast, read_at: readAt }: Row): ToldToast[] {
  const { success, data } = Toast.safeParse(JSON.parse(toast));
  return success ? [{ ...data, at, readAt }] : [];
}
