import { z } from 'zod';
import { Attachment, FileHash } from '#shared/domain/attachments.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { defineOwnTable, own } from '#shared/rows/table.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, defineWrite, overwriting, type Sql } from '../kernel.ts';

/** Files on their way, files that wait for their message, and those of messages. */
const attachmentsTable = defineOwnTable('attachments', ['id'], {
  id: own<string>(),
  owner: own<string>(),
  name: own<string>(),
  bytes: own<number>(),
  sha256: own<string>(),
  mime: own<string | null>(),
  width: own<number | null>(),
  height: own<number | null>(),
  conversationId: own<string | null>(),
  messageId: own<string | null>(),
  internal: own<number>(),
  createdAt: own<number>(),
  expiresAt: own<number | null>(),
});

/** A stored file. `mime` is null until all of it has arrived and was checked; `internal` is 1 for files of notes. */
export interface StoredAttachment {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mime: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly internal: number;
  readonly expiresAt: number | null;
}

/** Contents that are to leave the disk, unless another row names them. */
const wipesTable = defineOwnTable('attachment_wipes', ['sha256'], { sha256: own<string>() });

const writes = perConnection((sql) => {
  const table = tableOn(sql, attachmentsTable);
  return {
    table,
    check: table.updater(['name', 'mime', 'width', 'height', 'expiresAt']),
    extend: table.updater(['expiresAt']),
    attach: table.updater(['conversationId', 'messageId', 'internal', 'expiresAt']),
    remove: table.remover(),
    wipes: tableOn(sql, wipesTable),
    wiped: tableOn(sql, wipesTable).remover(),
  };
});

/** Begins an upload. */
export const beginUpload = defineWrite(
  'attachments.begun',
  z.object({
    id: Id,
    owner: z.string().max(80),
    name: z.string().max(200),
    bytes: z.int(),
    sha256: FileHash,
    createdAt: Timestamp,
    expiresAt: Timestamp,
  }),
  ({ sql }, upload) => {
    const none = {
      mime: null,
      width: null,
      height: null,
      conversationId: null,
      messageId: null,
      internal: 0,
    };
    writes(sql).table.upsert({}, { ...upload, ...none });
  },
);

/** Keeps an upload for longer. */
export const extendUpload = defineWrite(
  'attachments.extended',
  z.object({ id: Id, expiresAt: Timestamp }),
  ({ sql }, { id, expiresAt }) => void writes(sql).extend(expiresAt, id),
);

/** Records that all of a file has arrived, and what it is. */
export const finishUpload = defineWrite(
  'attachments.checked',
  z.object({ attachment: Attachment, expiresAt: Timestamp.nullable() }),
  ({ sql }, { attachment: { id, name, mime, width, height }, expiresAt }) =>
    void writes(sql).check(name, mime, width, height, expiresAt, id),
);

/** Forgets files: what no row names is deleted from the disk later. */
export const dropAttachments = defineWrite(
  'attachments.dropped',
  z.object({ ids: z.array(Id).max(1000) }),
  ({ sql }, { ids }) => {
    for (const id of ids) writes(sql).remove(id);
  },
);

/** Drops the files of removed messages: their rows now, and their contents as soon as this is committed. */
export function dropFilesOf({ sql }: Applying, messageId: string): void {
  const files = sql
    .prepare<[string], { id: string; sha256: string }>(
      'SELECT id, sha256 FROM attachments WHERE message_id = ?',
    )
    .all(messageId);
  overwriting(sql, () => {
    for (const { id, sha256 } of files) {
      writes(sql).remove(id);
      writes(sql).wipes.insertNew({}, { sha256 });
    }
  });
}

/** Forgets a content that has left the disk, or that another row names. */
export const finishWipe = defineWrite(
  'attachments.wiped',
  z.object({ sha256: FileHash }),
  ({ sql }, { sha256 }) => void writes(sql).wiped(sha256),
);

/** Returns contents that are to leave the disk. */
export function listWipes(sql: Sql, limit: number): string[] {
  return sql
    .prepare<[number], { sha256: string }>('SELECT sha256 FROM attachment_wipes LIMIT ?')
    .all(limit)
    .map(({ sha256 }) => sha256);
}

/** Gives a file to its message. */
export const attach = perConnection(
  (sql) => (id: string, message: { conversationId: string; id: string; internal: boolean }) =>
    void writes(sql).attach(message.conversationId, message.id, message.internal ? 1 : 0, null, id),
);

const COLUMNS = `id, owner, name, bytes, sha256, mime, width, height, conversation_id AS conversationId,
  message_id AS messageId, internal, expires_at AS expiresAt`;

/** Returns a file by its id. */
export function readAttachment(sql: Sql, id: string): StoredAttachment | undefined {
  return sql.prepare<[string], StoredAttachment>(`SELECT ${COLUMNS} FROM attachments WHERE id = ?`).get(id);
}

/** Returns how many files of an owner wait for their message. */
export function countWaiting(sql: Sql, owner: string): number {
  return (
    sql
      .prepare<[string], { n: number }>(
        'SELECT count(*) AS n FROM attachments WHERE owner = ? AND message_id IS NULL',
      )
      .get(owner)?.n ?? 0
  );
}

/** Returns the ids of files whose time is over, the oldest first. */
export function listExpired(sql: Sql, now: number, limit: number): string[] {
  return sql
    .prepare<[number, number], { id: string }>(
      'SELECT id FROM attachments WHERE expires_at IS NOT NULL AND expires_at <= ? ORDER BY expires_at LIMIT ?',
    )
    .all(now, limit)
    .map(({ id }) => id);
}

/** Returns when the next file's time is over, ms; null if none waits. */
export function nextExpiry(sql: Sql): number | null {
  return (
    sql
      .prepare<[], { at: number | null }>(
        'SELECT min(expires_at) AS at FROM attachments WHERE expires_at IS NOT NULL',
      )
      .get()?.at ?? null
  );
}

/** Whether any row names a content. */
export function isNamed(sql: Sql, sha256: string): boolean {
  return (
    sql.prepare<[string]>('SELECT 1 FROM attachments WHERE sha256 = ? LIMIT 1').get(sha256) !== undefined
  );
}

/** Contents read at a time. */
const CONTENTS = 500;

/** Yields the contents of files that have arrived, by hash. None for a database from before there were files. */
export function* listContents(sql: Sql): Generator<{ readonly sha256: string; readonly bytes: number }> {
  if (!hasFiles(sql)) return;
  for (let after = ''; ; ) {
    const rows = sql
      .prepare<[string, number], { sha256: string; bytes: number }>(
        `SELECT sha256, max(bytes) AS bytes FROM attachments WHERE mime IS NOT NULL AND sha256 > ?
         GROUP BY sha256 ORDER BY sha256 LIMIT ?`,
      )
      .all(after, CONTENTS);
    yield* rows;
    after = rows.at(-1)?.sha256 ?? '';
    if (rows.length < CONTENTS) return;
  }
}

/** Whether a database has the table of files. */
export function hasFiles(sql: Sql): boolean {
  return (
    sql.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'attachments'").get() !==
    undefined
  );
}

/** Whether an upload is known. */
export function isKnown(sql: Sql, id: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM attachments WHERE id = ?').get(id) !== undefined;
}

/** Returns a checked file as messages name it; null before it was checked. */
export function attachmentOf({ id, name, mime, bytes, width, height }: StoredAttachment): Attachment | null {
  return mime === null ? null : { id, name, mime, bytes, width, height };
}

/** Returns the bytes of all files that have arrived. */
export function storedBytes(sql: Sql): number {
  return (
    sql
      .prepare<[], { n: number | null }>('SELECT sum(bytes) AS n FROM attachments WHERE mime IS NOT NULL')
      .get()?.n ?? 0
  );
}
