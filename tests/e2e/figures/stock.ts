import { expect } from '../fixtures.ts';
import { cellsOf, type Desk, details, go, integer, money, numberIn, settles, sum, words } from './desk.ts';

/** Each level with the limits that apply to it, the closest first: item before category before location before all. */
const LEVELS = `SELECT l.id, l.item_id AS itemId, l.location_id AS locationId, i.sku, p.name AS location, l.on_hand AS onHand,
    l.committed, l.unavailable, l.on_hand - l.committed - l.unavailable AS available,
    (SELECT t.low_at FROM thresholds t WHERE (t.item_id IS NULL OR t.item_id = l.item_id)
       AND (t.location_id IS NULL OR t.location_id = l.location_id) AND (t.category IS NULL OR t.category = i.category)
     ORDER BY t.item_id IS NULL, t.category IS NULL, t.location_id IS NULL LIMIT 1) AS lowAt,
    (SELECT t.out_at FROM thresholds t WHERE (t.item_id IS NULL OR t.item_id = l.item_id)
       AND (t.location_id IS NULL OR t.location_id = l.location_id) AND (t.category IS NULL OR t.category = i.category)
     ORDER BY t.item_id IS NULL, t.category IS NULL, t.location_id IS NULL LIMIT 1) AS outAt
  FROM levels l JOIN items i ON i.id = l.item_id JOIN locations p ON p.id = l.location_id`;

interface Level {
  readonly id: number;
  readonly itemId: string;
  readonly locationId: string;
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly committed: number;
  readonly unavailable: number;
  readonly available: number;
  readonly lowAt: number;
  readonly outAt: number;
}

const statusOf = ({ available, lowAt, outAt }: Level): 'In stock' | 'Low' | 'Out' =>
  available <= outAt ? 'Out' : available <= lowAt ? 'Low' : 'In stock';

const line = (level: Level): string =>
  [
    ...[level.sku, level.location, integer(level.onHand), integer(level.committed), integer(level.available)],
    ...[integer(level.unavailable), statusOf(level)],
  ].join(' | ');

/** Compares the list of stock: how many rows, low and out, and each row on screen; also filtered and at one location. */
export async function compareStock(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/inventory');
  const rows = page.locator('tr[id^="stock-"]');
  await expect(rows.first()).toBeVisible();
  const [place] = ask<{ id: string }>('SELECT id FROM locations ORDER BY name LIMIT 1');
  const views: readonly [string, (level: Level) => boolean][] = [
    ['', () => true],
    ['?status=low', (level) => statusOf(level) === 'Low'],
    ['?status=out', (level) => statusOf(level) === 'Out'],
    [`?location=${place?.id}`, ({ locationId }) => locationId === place?.id],
  ];
  for (const [query, belongs] of views) {
    await go(desk, `/inventory${query}`);
    await settles(desk, async () => {
      const levels = ask<Level>(LEVELS);
      const expected = levels.filter(belongs);
      const known = new Set(expected.map(line));
      const total = await page
        .getByRole('status')
        .filter({ hasText: / rows?$/ })
        .textContent({ timeout: 2_000 });
      const shown = (await cellsOf(rows)).map((cells) =>
        // The first cell has the box.
        [cells[1], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9]].join(' | '),
      );
      const filter = (name: string): Promise<string | null> =>
        page.getByRole('radio', { name: new RegExp(`^${name}`) }).textContent();
      expect(numberIn(total ?? '')).toBe(expected.length);
      expect(shown.filter((row) => !known.has(row))).toEqual([]);
      expect(shown.length).toBeGreaterThan(Math.min(expected.length, 10) - 1);
      expect(await filter('Low')).toBe(`Low${levels.filter((level) => statusOf(level) === 'Low').length}`);
      expect(await filter('Out')).toBe(`Out${levels.filter((level) => statusOf(level) === 'Out').length}`);
    });
  }
}

interface Movement {
  readonly type: string;
  readonly at: number;
  readonly onHand: number;
  readonly committed: number;
  readonly unavailable: number;
  readonly after: number;
}

const DELTA = new Intl.NumberFormat('en-GB', { signDisplay: 'exceptZero' });

/** What the ledger says of a movement: its change, and what was on hand after it. */
function ledgerLine(movement: Movement): readonly [string, string] {
  if (movement.onHand !== 0) return [DELTA.format(movement.onHand), `${movement.after} on hand`];
  return movement.committed !== 0
    ? [DELTA.format(movement.committed), 'committed']
    : [DELTA.format(movement.unavailable), 'unavailable'];
}

/** Compares the page of an item: levels, limits, ledger with its balances and days, reservations, and prices. */
async function compareItem(desk: Desk, itemId: string, zone: string): Promise<void> {
  const { page, ask } = desk;
  const { dateTime } = words(zone);
  await go(desk, `/inventory/${itemId}`);
  const item = page.getByRole('complementary').filter({ has: page.getByRole('heading', { level: 2 }) });
  await settles(desk, async () => {
    const levels = ask<Level>(`${LEVELS} WHERE l.item_id = ?`, itemId);
    const cards = await item.locator('li:has([data-threshold])').allTextContents();
    expect(cards.length).toBe(levels.length);
    for (const level of levels) {
      const card = cards.find((text) => text.includes(level.location)) ?? '';
      expect(card).toContain(`${integer(level.available)} available`);
      expect(card).toContain(`${integer(level.onHand)} on hand`);
      expect(card).toContain(`${integer(level.committed)} committed`);
      expect(card).toContain(`Low at ${level.lowAt}, out at ${level.outAt}`);
      expect(card).toContain(statusOf(level));
    }
    const movements = ask<Movement>(
      `SELECT m.type, m.at, m.delta_on_hand AS onHand, m.delta_committed AS committed, m.delta_unavailable AS unavailable,
         m.on_hand_after AS after FROM movements m JOIN levels l ON l.id = m.level_id WHERE l.item_id = ?
       ORDER BY m.seq DESC, m.n DESC`,
      itemId,
    );
    // The ledger's balance is the stock: the gateway's own tables agree.
    expect(sum(movements.map(({ onHand }) => onHand))).toBe(sum(levels.map(({ onHand }) => onHand)));
    const ledger = await item
      .getByRole('list', { name: 'Ledger, newest first' })
      .getByRole('listitem')
      .evaluateAll((all) =>
        all.map((row) => [
          row.querySelector('time')?.getAttribute('title') ?? '',
          ...[...row.querySelectorAll('.text-right p')].map((part) => part.textContent),
        ]),
      );
    expect(ledger.length).toBeGreaterThan(2);
    expect(ledger).toEqual(
      movements.slice(0, ledger.length).map((one) => [dateTime(one.at), ...ledgerLine(one)]),
    );
  });
  await item.getByRole('radio', { name: /^Reservations/ }).click();
  await settles(desk, async () => {
    const held = ask<{ quantity: number }>(
      "SELECT quantity FROM reservations WHERE item_id = ? AND status IN ('active', 'committed') ORDER BY quantity",
      itemId,
    ).map(({ quantity }) => quantity);
    expect(sum(held)).toBe(sum(ask<Level>(`${LEVELS} WHERE l.item_id = ?`, itemId).map((l) => l.committed)));
    expect(await item.getByRole('radio', { name: /^Reservations/ }).textContent()).toBe(
      `Reservations${held.length || ''}`,
    );
    const shown = await item
      .getByRole('list', { name: 'Reservations' })
      .getByRole('listitem')
      .evaluateAll((all) => all.map((row) => Number(row.querySelector('span')?.textContent)));
    if (held.length <= shown.length) expect(shown.toSorted((a, b) => a - b)).toEqual(held);
  });
  await item.getByRole('radio', { name: 'Orders', exact: true }).click();
  await settles(desk, async () => {
    const sold = ask<{ number: string; quantity: number }>(
      `SELECT o.number, sum(l.value ->> 'quantity') AS quantity FROM orders o, json_each(o.lines) l
       WHERE l.value ->> 'itemId' = ? GROUP BY o.id ORDER BY o.placed_at DESC LIMIT 10`,
      itemId,
    );
    const shown = await item
      .getByRole('region', { name: 'Orders with this item' })
      .getByRole('link')
      .evaluateAll((all) =>
        all.map((row) => ({
          number: row.querySelector('span')?.textContent,
          quantity: Number(row.querySelector('[data-quantity]')?.getAttribute('data-quantity')),
        })),
      );
    expect(shown.slice(0, 10)).toEqual(sold);
  });
  await item.getByRole('radio', { name: 'Details' }).click();
  const [facts] = ask<{ price: number; cost: number | null }>(
    'SELECT price, cost FROM items WHERE id = ?',
    itemId,
  );
  const shown = await details(item);
  expect(shown['Price']).toBe(money(facts?.price ?? 0));
  expect(shown['Cost']).toBe(money(facts?.cost ?? 0));
}

/** Compares the pages of the item that most orders hold, and of one that is low at one of two locations. */
export async function compareItems(desk: Desk, zone: string): Promise<void> {
  const [held] = desk.ask<{ id: string }>(
    `SELECT item_id AS id FROM reservations WHERE status IN ('active', 'committed')
     GROUP BY item_id ORDER BY count(*) DESC, item_id LIMIT 1`,
  );
  const [low] = desk.ask<{ id: string }>(
    `SELECT item_id AS id FROM levels GROUP BY item_id HAVING count(*) = 2
     ORDER BY min(on_hand - committed - unavailable), item_id LIMIT 1`,
  );
  for (const found of [held, low]) if (found) await compareItem(desk, found.id, zone);
}
