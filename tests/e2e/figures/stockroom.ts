import { expect } from '../fixtures.ts';
import { type Desk, go, integer, settles } from './desk.ts';

const REASONS: Readonly<Record<string, string>> = {
  damaged: 'Damaged',
  quarantined: 'Quarantined',
  safety_stock: 'Safety stock',
  expired: 'Expired',
  other: 'Other',
};

/** Compares what is set aside, the lots of an item, and the list of reservations. */
export async function compareStockroom(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  const [item] = ask<{ id: string }>(
    'SELECT item_id AS id FROM lots WHERE on_hand > 0 GROUP BY item_id ORDER BY count(*) DESC, item_id LIMIT 1',
  );
  if (item !== undefined) {
    await go(desk, `/inventory/${item.id}`);
    await page.getByRole('radio', { name: /^Lots/ }).click();
    await settles(desk, async () => {
      const lots = ask<{ code: string; onHand: number }>(
        'SELECT code, on_hand AS onHand FROM lots WHERE item_id = ? AND on_hand > 0',
        item.id,
      );
      const shown = await page
        .locator('[data-lot]')
        .evaluateAll((lines) =>
          lines.map((line) => `${line.getAttribute('data-lot')} ${line.firstElementChild?.textContent}`),
        );
      expect(shown.toSorted()).toEqual(
        lots.map(({ code, onHand }) => `${code} ${integer(onHand)}`).toSorted(),
      );
      const split = ask<{ place: string; reason: string; quantity: number }>(
        'SELECT location_id AS place, reason, quantity FROM unavailable_stock WHERE item_id = ?',
        item.id,
      );
      for (const { place, reason, quantity } of split)
        await expect(page.locator(`[data-set-aside="${place}"]`)).toContainText(
          `${REASONS[reason]}: ${integer(quantity)}`,
          { timeout: 2_000 },
        );
      expect(await page.locator('[data-set-aside]').count()).toBe(
        new Set(split.map(({ place }) => place)).size,
      );
    });
  }
  await go(desk, '/inventory?view=reservations&held=any');
  await settles(desk, async () => {
    const known = new Map(
      ask<{ id: string; quantity: number }>('SELECT id, quantity FROM reservations').map((row) => [
        row.id,
        integer(row.quantity),
      ]),
    );
    const shown = await page
      .locator('[data-reservation]')
      .evaluateAll((lines) =>
        lines.map((line) => [
          line.getAttribute('data-reservation') ?? '',
          line.firstElementChild?.textContent,
        ]),
      );
    expect(shown.filter(([id, quantity]) => known.get(id ?? '') !== quantity)).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
  });
}
