import { beforeAll, describe, expect, it } from 'vitest';
import { CHAT_FOLDERS, CHAT_ORDERS, CLOCK_FILTERS, type InboxFilter } from '#shared/bridge/chat.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { CONVERSATION_CHANNELS, CONVERSATION_STATUSES, PRIORITIES } from '#shared/domain/chat.ts';
import { askCache } from '../support/cache.ts';
import { cachePerFile } from '../support/cache-per-file.ts';
import { fillInbox, INBOX_LABELS, INBOX_TEAMS } from '../support/large-inbox.ts';
import { workedMs } from '../support/work.ts';

const CONVERSATIONS = 50_000;
const NOW = Date.parse('2026-03-10T12:00:00Z');
/** The longest that a read may take, ms: an order of magnitude above what it takes on a quiet machine. */
const LONGEST_READ_MS = 400;

const cache = cachePerFile('inbox-at-scale');
const statements = new Map<string, unknown[]>();

beforeAll(() => {
  const { db } = cache.writer;
  fillInbox(db, { conversations: CONVERSATIONS, messages: 60_000, now: NOW });
  const prepare = db.prepare.bind(db);
  Object.defineProperty(db, 'prepare', {
    value: (text: string) => {
      const statement = prepare(text);
      if (/^EXPLAIN/.test(text) || !/FROM conversations c /.test(text)) return statement;
      for (const how of ['all', 'get'] as const) {
        const original = statement[how].bind(statement) as (...values: unknown[]) => unknown;
        const value = (...values: unknown[]): unknown => {
          statements.set(text, values);
          return original(...values);
        };
        Object.defineProperty(statement, how, { value });
      }
      return statement;
    },
  });
}, 120_000);

/** Each kind of filter alone, in all of its values, and some together, the last with hardly a hit. */
const FILTERS: readonly Partial<InboxFilter>[] = [
  {},
  ...CONVERSATION_STATUSES.map((status) => ({ status })),
  ...PRIORITIES.map((priority) => ({ priority })),
  ...INBOX_LABELS.map((label) => ({ label })),
  ...CONVERSATION_CHANNELS.map((channel) => ({ channel })),
  ...CLOCK_FILTERS.map((clock) => ({ clock })),
  { team: INBOX_TEAMS[0] },
  { waiting: true },
  { priority: 'urgent', team: INBOX_TEAMS[1], channel: 'widget', waiting: true },
  { status: 'pending', label: 'recall', channel: 'api', clock: 'breached' },
];

/** Reads a page and returns it, how long it took, ms, and SQLite's plans. */
function run(input: Omit<MethodInput<'chat.list'>, 'search' | 'limit'>) {
  statements.clear();
  const started = workedMs();
  const page = askCache(cache.writer, 'chat.list', { ...input, search: '', limit: 60 }, NOW);
  const ms = workedMs() - started;
  const plans = [...statements].map(([text, values]) =>
    cache.writer.db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
      .all(...values)
      .map(({ detail }) => detail),
  );
  return { page, ms, plans, texts: [...statements.keys()] };
}

describe(`the inbox of ${CONVERSATIONS} conversations`, () => {
  it.each(CHAT_FOLDERS.flatMap((filter) => CHAT_ORDERS.map((sort) => [filter, sort] as const)))(
    'walks an index in the folder %s sorted by %s, whatever it is filtered by',
    (filter, sort) => {
      for (const more of FILTERS) {
        let after: string | null = null;
        for (let n = 0; n < 3; n += 1) {
          const { page, ms, plans, texts } = run({ filter, sort, ...more, after });
          expect(ms).toBeLessThan(LONGEST_READ_MS);
          for (const plan of plans) {
            expect(plan[0]).toMatch(/^SEARCH c USING INDEX conversations_by_\w+ \(active=\?/);
            expect(plan.join('\n')).not.toMatch(/TEMP B-TREE|^SCAN/m);
          }
          for (const text of texts) expect(text).not.toMatch(/OFFSET/);
          // A later page begins where the one before ended.
          if (n > 0) for (const plan of plans) expect(plan[0]).toMatch(/\(active=\? AND .*[<>]\?\)/);
          after = page.next;
          if (after === null) break;
        }
      }
    },
  );

  it('takes as long for a page far down as for the first', () => {
    /** How many times longer the last tenth of the pages takes than the first. */
    const slowdown = (): number => {
      const times: number[] = [];
      let after: string | null = null;
      let rows = 0;
      for (;;) {
        const { page, ms } = run({ filter: 'all', sort: 'newest', after });
        times.push(ms);
        rows += page.rows.length;
        after = page.next;
        if (after === null) break;
      }
      expect(rows).toBe(CONVERSATIONS);
      const median = (of: number[]): number => of.toSorted((a, b) => a - b)[of.length >> 1] ?? 0;
      const tenth = Math.floor(times.length / 10);
      // What takes less than the clock's grain takes no time.
      const grain = 0.2;
      return (median(times.slice(-tenth)) + grain) / (median(times.slice(0, tenth)) + grain);
    };
    // Others may be busy while it looks at the last pages.
    let least = slowdown();
    for (let again = 0; again < 2 && least >= 4; again += 1) least = Math.min(least, slowdown());
    expect(least).toBeLessThan(4);
  });

  it('counts folders from an index alone', () => {
    statements.clear();
    const folders: InboxFilter[] = FILTERS.flatMap((more) => ({ filter: 'all' as const, ...more }));
    const started = workedMs();
    const { counts } = askCache(cache.writer, 'chat.folder_counts', { folders: folders.slice(0, 30) }, NOW);
    expect(workedMs() - started).toBeLessThan(LONGEST_READ_MS * 2);
    expect(counts).toHaveLength(Math.min(30, folders.length));
    expect(counts[0]?.open).toBeGreaterThan(4_000);
    for (const [text, values] of statements) {
      const [plan] = cache.writer.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all(...values);
      expect(plan?.detail).toMatch(/^SEARCH c USING COVERING INDEX conversations_by_newest \(active=\?/);
    }
  });
});
