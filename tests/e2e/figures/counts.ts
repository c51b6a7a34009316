import { expect } from '../fixtures.ts';
import { type Desk, go, integer, money, numberIn, settles } from './desk.ts';

interface Sums {
  readonly counted: number;
  readonly lines: number;
  readonly differing: number;
  readonly over: number;
  readonly short: number;
  readonly value: number;
}

const signed = (value: number): string => (value > 0 ? `+${integer(value)}` : integer(value));

/** Compares the lists of sheets and transfers, the sums of each sheet, and the totals of transfers. */
export async function compareCounts(desk: Desk): Promise<void> {
  const { page, ask, count } = desk;
  for (const [path, table, word] of [
    ['/counts', 'counts', / sheets?$/],
    ['/transfers', 'transfers', / transfers?$/],
  ] as const) {
    await go(desk, path);
    await settles(desk, async () => {
      const shown = await page.getByRole('status').filter({ hasText: word }).textContent({ timeout: 2_000 });
      expect(numberIn(shown ?? '')).toBe(count(`SELECT count(*) AS n FROM ${table}`));
    });
  }
  const sheets = ask<{ id: string }>("SELECT id FROM counts WHERE status = 'posted' ORDER BY k LIMIT 2");
  for (const { id } of sheets) {
    await go(desk, `/counts/${id}`);
    await settles(desk, async () => {
      const [sums] = ask<Sums>(
        `SELECT count(counted) AS counted, count(*) AS lines, coalesce(sum(counted <> level_at), 0) AS differing,
           coalesce(sum(max(counted - level_at, 0)), 0) AS over, coalesce(sum(max(level_at - counted, 0)), 0) AS short,
           coalesce(sum((counted - level_at) * cost), 0) AS value FROM count_lines WHERE count_id = ?`,
        id,
      );
      const shown = async (name: string): Promise<string> =>
        (await page.locator(`[data-sum="${name}"] dd`).textContent({ timeout: 2_000 })) ?? '';
      expect(await shown('counted')).toBe(`${integer(sums?.counted ?? 0)} of ${integer(sums?.lines ?? 0)}`);
      expect(await shown('differing')).toBe(integer(sums?.differing ?? 0));
      expect(await shown('over')).toBe(signed(sums?.over ?? 0));
      expect(await shown('short')).toBe(signed(-(sums?.short ?? 0)));
      if ((sums?.differing ?? 0) > 0) expect(await shown('value')).toBe(money(sums?.value ?? 0));
    });
  }
  const ended = ask<{ id: string }>("SELECT id FROM transfers WHERE status = 'received' ORDER BY k LIMIT 2");
  for (const { id } of ended) {
    await go(desk, `/transfers/${id}`);
    await settles(desk, async () => {
      for (const [column, field] of [
        ['quantity', 'quantity'],
        ['sent', 'sent'],
        ['received', 'received'],
      ] as const) {
        const total = count(
          `SELECT sum(l.value ->> '$.${field}') AS n FROM transfers t, json_each(t.lines) l WHERE t.id = ?`,
          id,
        );
        const shown = await page.locator(`[data-total="${column}"]`).textContent({ timeout: 2_000 });
        expect(numberIn(shown ?? '')).toBe(total);
      }
    });
  }
}
