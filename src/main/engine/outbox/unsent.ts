import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { TypedRow, UnsentState } from '#shared/bridge/outbox.ts';
import { decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';
import { foldWords, matchesTerms, searchTerms, type Term } from '../store/text.ts';
import { ENTRY_COLUMNS, entryOf, type OutboxRow, parse } from './reads.ts';

/** The number of rows looked through at a time. */
const SLICE = 200;
/** The depth to which words are looked for in the data of a command. */
const MAX_DEPTH = 4;

const OPEN = "state IN ('queued', 'sending', 'sent', 'refused')";
const STATES: Readonly<Record<UnsentState, string>> = {
  all: OPEN,
  waiting: "state IN ('queued', 'sending', 'sent') AND withdraw <> 2",
  refused: "state = 'refused' AND withdraw <> 2",
  discarded: `${OPEN} AND withdraw = 2`,
};
/** The type of the command that a draft becomes. */
const DRAFT = 'chat.send_message';

/** Returns the kind of a command: the part of its type before the dot. */
function kindOf(type: string): string {
  return type.slice(0, Math.max(0, type.indexOf('.')));
}

function words(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return '';
  return Object.values(value)
    .map((part) => words(part, depth + 1))
    .join(' ');
}

function isFound(data: unknown, terms: readonly Term[]): boolean {
  return terms.length === 0 || matchesTerms(foldWords(words(data)), terms);
}

/** Walks rows in their order, a slice at a time, until a page is full. Returns one row more than fits if there is one. */
function collect<R>(read: (last: R | null) => R[], limit: number, keep: (row: R) => boolean): R[] {
  const found: R[] = [];
  let last: R | null = null;
  for (;;) {
    const rows: R[] = read(last);
    for (const row of rows) {
      if (keep(row)) found.push(row);
      if (found.length > limit) return found;
    }
    last = rows.at(-1) ?? null;
    if (rows.length < SLICE) return found;
  }
}

/** Lists the user's commands that are not settled. The outbox has at most 10,000, and they are read in slices. */
export function unsent(reader: Reader, input: MethodInput<'outbox.page'>): MethodOutput<'outbox.page'> {
  const terms = searchTerms(input.search);
  const [op, direction] = input.sort === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
  const start = input.sort === 'oldest' ? -1 : Number.MAX_SAFE_INTEGER;
  const from = decodeCursor(input.after, ['number'])?.[0] ?? start;
  const found = collect<OutboxRow & { n: number }>(
    (last) =>
      reader.all(
        `SELECT ${ENTRY_COLUMNS}, n FROM outbox WHERE ${STATES[input.state]} AND n ${op} ?
           AND (? IS NULL OR substr(type, 1, instr(type, '.') - 1) = ?) ORDER BY n ${direction} LIMIT ${SLICE}`,
        last?.n ?? from,
        input.kind,
        input.kind,
      ),
    input.limit,
    ({ data }) => isFound(parse(data), terms),
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(entryOf),
    next: found.length > input.limit && last ? encodeCursor([last.n]) : null,
  };
}

interface StoredText {
  readonly type: string;
  readonly key: string;
  readonly data: string;
  readonly at: number;
}

/** What runs, and what is being picked, is nothing that was typed: its own page shows it. */
const RUNS = "'canned.run', 'orders.fulfil_run', 'orders.pick'";

/** Drafts and forms as one table. A draft has the data of the message that it would become. */
const TYPED = `(
  SELECT '${DRAFT}' AS type, conversation_id AS key, json_object('conversationId', conversation_id, 'body', body) AS data, at
    FROM drafts
  UNION ALL SELECT type, substr(id, length(type) + 2), data, at FROM forms WHERE type NOT IN (${RUNS}))`;

/** Lists what was typed and not sent. */
export function typed(reader: Reader, input: MethodInput<'outbox.typed'>): MethodOutput<'outbox.typed'> {
  const terms = searchTerms(input.search);
  const [op, direction] = input.sort === 'oldest' ? ['>', 'ASC'] : ['<', 'DESC'];
  const start = input.sort === 'oldest' ? -1 : Number.MAX_SAFE_INTEGER;
  const [at, type, key] = decodeCursor(input.after, ['number', 'string', 'string']) ?? [start, '', ''];
  const found = collect<StoredText>(
    (last) =>
      reader.all(
        `SELECT type, key, data, at FROM ${TYPED} WHERE (at, type, key) ${op} (?, ?, ?)
           AND (? IS NULL OR substr(type, 1, instr(type, '.') - 1) = ?)
         ORDER BY at ${direction}, type ${direction}, key ${direction} LIMIT ${SLICE}`,
        last?.at ?? at,
        last?.type ?? type,
        last?.key ?? key,
        input.kind,
        input.kind,
      ),
    input.limit,
    ({ data }) => isFound(parse(data), terms),
  );
  const shown = found.slice(0, input.limit);
  const end = shown.at(-1);
  return {
    rows: shown.map((row): TypedRow => ({ ...row, data: parse(row.data) })),
    next: found.length > input.limit && end ? encodeCursor([end.at, end.type, end.key]) : null,
  };
}

/** Counts what is unsent, by state and kind. */
export function counts(reader: Reader): MethodOutput<'outbox.counts'> {
  const found = reader.all<{ type: string; refused: number; discarded: number; n: number }>(
    `SELECT type, state = 'refused' AS refused, withdraw = 2 AS discarded, count(*) AS n
     FROM outbox WHERE ${OPEN} GROUP BY 1, 2, 3`,
  );
  const texts = reader.all<{ type: string; n: number }>(
    `SELECT type, count(*) AS n FROM ${TYPED} GROUP BY type`,
  );
  const sum = (rows: readonly { n: number }[]): number => rows.reduce((total, { n }) => total + n, 0);
  return {
    waiting: sum(found.filter(({ refused, discarded }) => refused === 0 && discarded === 0)),
    refused: sum(found.filter(({ refused, discarded }) => refused === 1 && discarded === 0)),
    discarded: sum(found.filter(({ discarded }) => discarded === 1)),
    typed: sum(texts),
    kinds: byKind(found),
    typedKinds: byKind(texts),
  };
}

function byKind(rows: readonly { readonly type: string; readonly n: number }[]) {
  const kinds = new Map<string, number>();
  for (const { type, n } of rows) kinds.set(kindOf(type), (kinds.get(kindOf(type)) ?? 0) + n);
  return [...kinds].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}
