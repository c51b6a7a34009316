import type { ListedReply } from '#shared/bridge/canned.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import {
  type CannedReply,
  MAX_OWN_MACROS,
  MAX_OWN_REPLIES,
  MAX_SHARED_MACROS,
  MAX_SHARED_REPLIES,
  seesCanned,
} from '#shared/domain/canned.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, ownUserId, type Reader } from '../../store/reader.ts';
import { foldWords, matchesTerms, searchTerms } from '../../store/text.ts';
import { type Expected, expectedMacros, expectedReplies } from './effects.ts';
import { macrosTable, repliesTable } from './tables.ts';

/** Rows that the user sees, in two parts that have an index each. They are few, so that all are looked at. */
const seen = (table: { readonly name: string; select(): string }, max: number): string =>
  `SELECT ${table.select()} FROM ${table.name} WHERE owner_id = ?
   UNION ALL SELECT ${table.select()} FROM ${table.name} WHERE owner_id IS NULL LIMIT ${max}`;
const REPLIES = seen(repliesTable, MAX_OWN_REPLIES + MAX_SHARED_REPLIES);
const MACROS = seen(macrosTable, MAX_OWN_MACROS + MAX_SHARED_MACROS);

function listed<T extends Pick<CannedReply, 'ownerId'>>(
  expected: readonly Expected<T>[],
  userId: string,
): (T & { mine: boolean; pending: boolean })[] {
  return expected
    .filter(({ record }) => seesCanned(record, userId))
    .map(({ record, pending }) => ({ ...record, mine: record.ownerId !== null, pending }));
}

function repliesSeen(reader: Reader, scope: 'all' | 'own' | 'shared'): ListedReply[] {
  const userId = ownUserId(reader);
  const stored = reader.all<StoredRow>(REPLIES, userId).map(repliesTable.decode);
  return listed(expectedReplies(reader, stored), userId).filter(
    ({ mine }) => scope === 'all' || mine === (scope === 'own'),
  );
}

/** Where a reply stands among those found: its shortcut is the text, begins with it, or something else matches. */
function rankOf({ shortcut, mine }: ListedReply, text: string): number {
  const match = text === '' ? 2 : shortcut === text ? 0 : shortcut.startsWith(text) ? 1 : 2;
  return match * 2 + (mine ? 0 : 1);
}

type Key = readonly [rank: number, shortcut: string, id: string];
const before = (a: Key, b: Key): boolean =>
  a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2];

/** Finds canned replies. Without a text, all of them, one's own first, by shortcut. */
export function searchReplies(
  reader: Reader,
  { text, folder, scope, after, limit }: MethodInput<'canned.search'>,
): MethodOutput<'canned.search'> {
  const typed = text.trim().replace(/^\//, '').toLowerCase();
  const terms = searchTerms(typed);
  const cursor = decodeCursor(after, ['number', 'string', 'string']);
  const from: Key | null = cursor && [Number(cursor[0]), String(cursor[1]), String(cursor[2])];
  const found = repliesSeen(reader, scope)
    .filter(
      (reply) =>
        (folder === null || reply.folder === folder) &&
        (reply.shortcut.startsWith(typed) || (terms.length > 0 && matchesTerms(wordsOf(reply), terms))),
    )
    .map((reply) => ({ reply, key: [rankOf(reply, typed), reply.shortcut, reply.id] as const }))
    .filter(({ key }) => from === null || before(from, key))
    .sort((a, b) => (before(a.key, b.key) ? -1 : 1));
  const last = found[limit - 1];
  return {
    rows: found.slice(0, limit).map(({ reply }) => reply),
    next: found.length > limit && last ? encodeCursor(last.key) : null,
    asOf: asOf(reader, ['canned']),
  };
}

function wordsOf({ shortcut, title, folder, body }: CannedReply): string {
  return foldWords(`${shortcut} ${title} ${folder ?? ''} ${body}`);
}

/** Lists the folders of the replies that the user sees. */
export function folders(
  reader: Reader,
  { scope }: MethodInput<'canned.folders'>,
): MethodOutput<'canned.folders'> {
  const replies = repliesSeen(reader, scope);
  const counted = new Map<string, number>();
  for (const { folder } of replies) if (folder !== null) counted.set(folder, (counted.get(folder) ?? 0) + 1);
  return {
    folders: [...counted]
      .map(([name, n]) => ({ name, replies: n }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    replies: replies.length,
    asOf: asOf(reader, ['canned']),
  };
}

/** Returns a reply that the user sees, with unsettled changes; null if there is none. */
export function findReply(reader: Reader, replyId: string): ListedReply | null {
  const userId = ownUserId(reader);
  const stored = reader
    .all<StoredRow>(`SELECT ${repliesTable.select()} FROM canned_replies WHERE id = ?`, replyId)
    .map(repliesTable.decode);
  return listed(expectedReplies(reader, stored), userId).find(({ id }) => id === replyId) ?? null;
}

/** Returns one canned reply. */
export function reply(
  reader: Reader,
  { replyId }: MethodInput<'canned.reply'>,
): MethodOutput<'canned.reply'> {
  return { reply: findReply(reader, replyId), asOf: asOf(reader, ['canned']) };
}

/** Lists the macros that the user sees, by name. */
export function macros(reader: Reader): MethodOutput<'canned.macros'> {
  const userId = ownUserId(reader);
  const stored = reader.all<StoredRow>(MACROS, userId).map(macrosTable.decode);
  return {
    macros: listed(expectedMacros(reader, stored), userId)
      .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
      .slice(0, MAX_OWN_MACROS + MAX_SHARED_MACROS),
    asOf: asOf(reader, ['canned']),
  };
}
