import { ABC_DAYS } from '#shared/domain/abc.ts';
import { expect } from '../fixtures.ts';
import { type Desk, edgesOf, go, integer, LOCALE, money, settles } from './desk.ts';

const WINDOW = 28;
const decimal = (value: number, digits: number): string =>
  new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );

/** Units sold of each item on each of the days, by the ledger. */
const SOLD = `SELECT l.item_id AS itemId, e.key AS day, -sum(m.delta_on_hand) AS sold
  FROM json_each(?) e JOIN movements m ON m.at >= e.value ->> 0 AND m.at < e.value ->> 1 AND m.type IN ('sold', 'fulfilled')
  JOIN levels l ON l.id = m.level_id GROUP BY 1, 2`;
/** The items that were in stock at each of their locations all the time; how long others were not is not reckoned here. */
const ALWAYS = `WITH low AS (
    SELECT level_id, min(on_hand_after - committed_after - unavailable_after
      - max(0, delta_on_hand - delta_committed - delta_unavailable)) AS low FROM movements WHERE at >= ? GROUP BY level_id)
  SELECT i.id AS itemId, i.sku, coalesce(o.price, i.cost) AS cost, coalesce(s.lead_time_days, 7) AS lead,
    coalesce(s.lead_time_deviation_days, 2) AS spread, coalesce(o.pack_size, 1) AS pack, coalesce(s.service_level, 95) AS service, sum(l.on_hand - l.committed - l.unavailable) AS available, sum(l.incoming) AS incoming
  FROM items i JOIN levels l ON l.item_id = i.id LEFT JOIN supplier_items o ON o.item_id = i.id AND o.preferred = 1
  LEFT JOIN suppliers s ON s.id = o.supplier_id LEFT JOIN low ON low.level_id = l.id WHERE i.status = 'active' GROUP BY i.id
  HAVING min(coalesce(low.low, l.on_hand - l.committed - l.unavailable)) > 0`;

interface Stocked {
  readonly itemId: string;
  readonly sku: string;
  readonly cost: number | null;
  readonly available: number;
  readonly incoming: number;
  /** The terms of the item's supplier, or else those of the workspace, which nobody has changed. */
  readonly lead: number;
  readonly spread: number;
  readonly pack: number;
  readonly service: number;
}

/** Days between orders, and the factor of each service level. */
const REVIEW = 7;
const FACTOR: Readonly<Record<number, number>> = { 90: 1.2816, 95: 1.6449, 97.5: 1.96, 99: 2.3263 };

/** Reckons a row of the list from the sales of its days, all of which the item was in stock. */
function rowOf(
  { available, incoming, cost, lead, spread, pack, service }: Stocked,
  sold: readonly number[],
): string {
  const daily = sold.reduce((sum, one) => sum + one, 0) / sold.length;
  const variance = sold.reduce((sum, one) => sum + (one - daily) ** 2, 0) / (sold.length - 1);
  const safety = (FACTOR[service] ?? 0) * Math.sqrt(lead * variance + daily ** 2 * spread ** 2);
  const point = daily * lead + safety;
  const wanted = (point + daily * REVIEW - available - incoming) / pack;
  const suggested = Math.max(0, Math.ceil(wanted - 1e-9) * pack);
  return [
    integer(available),
    `${decimal(daily, 2)} ± ${decimal(Math.sqrt(variance), 2)}`,
    decimal(point, 1),
    daily > 0 ? decimal(Math.max(0, available) / daily, 1) : '–',
    integer(suggested),
    cost === null ? '–' : money(suggested * cost),
  ].join(' | ');
}

/** Compares each row on screen of items that were never out of stock: demand, reorder point, cover, suggestion and value. */
export async function compareReorder(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/reorder?need=any&sort=demand&direction=desc');
  await expect(page.getByText(`Demand of ${WINDOW} days`)).toBeVisible({ timeout: 60_000 });
  const rows = page.locator('tr[data-item]');
  await settles(desk, async () => {
    const edges = edgesOf(WINDOW, zone);
    const days = edges.slice(1).map((end, i) => [edges[i], end]);
    const sold = new Map<string, number[]>();
    for (const one of ask<{ itemId: string; day: number; sold: number }>(SOLD, JSON.stringify(days))) {
      const own = sold.get(one.itemId) ?? days.map(() => 0);
      own[one.day] = one.sold;
      sold.set(one.itemId, own);
    }
    const stocked = ask<Stocked>(ALWAYS, edges[0]);
    const expected = new Map(
      stocked.map((item) => [item.itemId, rowOf(item, sold.get(item.itemId) ?? days.map(() => 0))]),
    );
    const shown = await rows.evaluateAll((lines) =>
      lines.map((line) => {
        const cell = (name: string): string =>
          (line.querySelector(`[data-column="${name}"]`)?.textContent ?? '').trim();
        const names = ['available', 'demand', 'reorderPoint', 'cover', 'suggested', 'value'];
        return { id: line.getAttribute('data-item') ?? '', text: names.map(cell).join(' | ') };
      }),
    );
    const known = shown.filter(({ id }) => expected.has(id));
    expect(known.map(({ id, text }) => `${id}: ${text}`)).toEqual(
      known.map(({ id }) => `${id}: ${expected.get(id)}`),
    );
    expect(known.length).toBeGreaterThan(5);
  });
}

/** Compares the value of each location and of all, and the items and revenue of each class. */
export async function compareValue(desk: Desk, zone: string): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/value');
  await settles(desk, async () => {
    const places = ask<{ id: string; value: number }>(
      `SELECT l.location_id AS id, sum(l.on_hand * i.cost) AS value FROM levels l JOIN items i ON i.id = l.item_id
       GROUP BY 1 UNION ALL SELECT 'all', sum(l.on_hand * i.cost) FROM levels l JOIN items i ON i.id = l.item_id`,
    );
    const shown = await page
      .locator('tr[data-location]')
      .evaluateAll((lines) =>
        lines.map((line) => [
          line.getAttribute('data-location'),
          line.querySelector('td:last-child')?.textContent,
        ]),
      );
    expect(new Map(shown.map(([id, value]) => [id, value]))).toEqual(
      new Map(places.map(({ id, value }) => [id, money(value)])),
    );
    const edges = edgesOf(ABC_DAYS, zone);
    const classes = ask<{ itemClass: string; revenue: number }>(
      `WITH sold AS (SELECT l.value ->> 'itemId' AS id, sum(l.value ->> 'total') AS revenue
         FROM payments p JOIN orders o ON o.id = p.order_id, json_each(o.lines) l
         WHERE p.kind = 'payment' AND p.status = 'succeeded' AND p.settles_order = 1 AND p.at >= ? AND p.at < ? GROUP BY 1),
       ranked AS (SELECT revenue, sum(revenue) OVER (ORDER BY revenue DESC, id) - revenue AS before,
         sum(revenue) OVER () AS total FROM sold WHERE revenue > 0)
       SELECT CASE WHEN before < 0.8 * total THEN 'A' WHEN before < 0.95 * total THEN 'B' ELSE 'C' END AS itemClass,
         sum(revenue) AS revenue FROM ranked GROUP BY 1 ORDER BY 1`,
      edges[0],
      edges.at(-1),
    );
    const classRows = await page.locator('tr[data-class]').evaluateAll((lines) =>
      lines.map((line) => ({
        itemClass: line.getAttribute('data-class'),
        revenue: line.querySelectorAll('td')[2]?.textContent,
      })),
    );
    expect(classRows).toEqual(
      classes.map(({ itemClass, revenue }) => ({ itemClass, revenue: money(revenue) })),
    );
  });
}
