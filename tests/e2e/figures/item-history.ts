import { expect } from '../fixtures.ts';
import { type Desk, edgesOf, go, integer, LOCALE, money, settles } from './desk.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

interface Stocked {
  readonly itemId: string;
  readonly locationId: string;
  readonly k: number;
  readonly onHand: number;
  readonly cost: number | null;
}

/** The levels to look at: one with lots, one that was out of stock, and one that sold most. */
const LEVELS = `SELECT item_id AS itemId, location_id AS locationId, id AS k, on_hand AS onHand,
    (SELECT cost FROM items i WHERE i.id = l.item_id) AS cost FROM levels l`;

/** The figures of a level over whole days (`days`: their edges as JSON), all in SQL. */
const FIGURES = `WITH day AS (SELECT key AS n, value ->> 0 AS a, value ->> 1 AS b FROM json_each(@days)),
  m AS (SELECT at, type, delta_on_hand AS d, delta_on_hand - delta_committed - delta_unavailable AS free, seq, n
    FROM movements WHERE level_id = @k AND at >= (SELECT min(a) FROM day)),
  now AS (SELECT on_hand, on_hand - committed - unavailable AS free FROM levels WHERE id = @k),
  steps AS (
    SELECT (SELECT min(a) FROM day) AS at, (SELECT free FROM now) - coalesce((SELECT sum(free) FROM m), 0) AS free, -1 AS seq, 0 AS n
    UNION ALL SELECT at, (SELECT free FROM now) - coalesce((SELECT sum(x.free) FROM m x WHERE (x.at, x.seq, x.n) > (m.at, m.seq, m.n)), 0),
      seq, n FROM m),
  spans AS (SELECT at AS a, lead(at, 1, (SELECT max(b) FROM day)) OVER (ORDER BY at, seq, n) AS b, free FROM steps),
  days AS (SELECT day.b - day.a AS length,
      (SELECT on_hand FROM now) - coalesce((SELECT sum(d) FROM m WHERE at >= day.b), 0) AS held,
      coalesce((SELECT sum(max(0, min(s.b, day.b) - max(s.a, day.a))) FROM spans s WHERE s.free <= 0), 0) AS out
    FROM day)
  SELECT coalesce((SELECT -sum(d) FROM m WHERE type IN ('sold', 'fulfilled') AND at < (SELECT max(b) FROM day)), 0) AS sold,
    coalesce((SELECT sum(d) FROM m WHERE type IN ('received', 'transferred_in') AND at < (SELECT max(b) FROM day)), 0) AS received,
    (SELECT on_hand FROM now) - coalesce((SELECT sum(d) FROM m), 0) AS opening,
    (SELECT avg(held) FROM days) AS average, (SELECT count(*) FROM days WHERE out * 2 >= length) AS out`;

interface Figures {
  readonly sold: number;
  readonly received: number;
  readonly opening: number;
  readonly average: number;
  readonly out: number;
}

const decimal = (value: number, digits: number): string =>
  new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(value);
const percent = (value: number): string =>
  new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 }).format(value);

/** Compares the history of some levels: turnover, days out of stock, sell-through, value at cost, and the age of their lots. */
export async function compareItemHistory(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  const chosen = [
    ...ask<Stocked>(`${LEVELS} WHERE EXISTS (SELECT 1 FROM lots t WHERE t.item_id = l.item_id
      AND t.location_id = l.location_id AND t.on_hand > 0) ORDER BY (SELECT min(received_at) FROM lots t WHERE t.item_id = l.item_id), l.id LIMIT 1`),
    ...ask<Stocked>(`${LEVELS} WHERE on_hand - committed - unavailable <= 0 ORDER BY id LIMIT 1`),
  ];
  for (const level of chosen) {
    await go(desk, `/inventory/${level.itemId}`);
    await page.getByRole('radio', { name: 'History' }).click();
    await page.locator('[data-figure="sold"]').waitFor();
    const places = ask<{ n: number }>('SELECT count(*) AS n FROM levels WHERE item_id = ?', level.itemId);
    // The tab's own choice is the last on the page.
    if ((places[0]?.n ?? 0) > 1)
      await page
        .getByRole('combobox', { name: 'Location', exact: true })
        .last()
        .selectOption(level.locationId);
    await settles(desk, async () => {
      const edges = edgesOf(DAYS, zone);
      const days = edges.slice(1).map((end, i) => [edges[i], end]);
      const [found] = ask<Figures>(FIGURES, { k: level.k, days: JSON.stringify(days) });
      if (!found) throw new Error('no figures');
      const { sold, received, opening, average, out } = found;
      const shown = await page
        .locator('[data-figure]')
        .evaluateAll((all) =>
          Object.fromEntries(
            all.map((one) => [
              one.getAttribute('data-figure'),
              one.querySelector('[data-value]')?.textContent,
            ]),
          ),
        );
      expect(shown).toMatchObject({
        sold: integer(sold),
        turnover: average > 0 ? decimal(sold / average, 2) : '–',
        sellThrough: opening + received > 0 ? percent(sold / (opening + received)) : '–',
        daysOut: `${integer(out)} of ${DAYS}`,
        value: level.cost === null ? '–' : money(level.onHand * level.cost),
      });
      const now = Date.now();
      const ages = ask<{ from: number; lots: number; units: number }>(
        `SELECT CASE WHEN age <= 30 THEN 0 WHEN age <= 60 THEN 31 WHEN age <= 90 THEN 61 ELSE 91 END AS "from",
           count(*) AS lots, sum(on_hand) AS units
         FROM (SELECT (? - received_at) / ${DAY_MS} AS age, on_hand FROM lots WHERE item_id = ? AND location_id = ? AND on_hand > 0)
         GROUP BY 1`,
        now,
        level.itemId,
        level.locationId,
      );
      const loose = level.onHand - ages.reduce((sum, { units }) => sum + units, 0);
      const worth = (units: number): string => (level.cost === null ? '–' : money(units * level.cost));
      const expected = [0, 31, 61, 91].map((from) => {
        const { lots = 0, units = 0 } = ages.find((age) => age.from === from) ?? {};
        return [integer(lots), integer(units), worth(units)];
      });
      if (loose !== 0) expected.push(['–', integer(loose), worth(loose)]);
      const rows = await page
        .locator('[data-age]')
        .evaluateAll((all) =>
          all.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent)),
        );
      expect(rows).toEqual(expected);
    });
  }
}
