import { windowPeriod } from '#shared/domain/time.ts';
import { methodName } from '#shared/text/say.ts';
import { expect } from '../fixtures.ts';
import { CURRENCY, cellsOf, type Desk, go, integer, money, numberIn, settles, words } from './desk.ts';

interface Row {
  readonly at: number;
  readonly number: string;
  readonly kind: 'payment' | 'refund';
  readonly amount: number;
}

/** The consoles count no further. */
const MAX_COUNTED = 5_000;

async function compareList(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count } = desk;
  const { dateTime } = words(zone);
  const views = [
    ['', '1'],
    ['?status=failed', "status = 'failed'"],
    ['?kind=refund', "kind = 'refund'"],
    ['?status=disputed', "status = 'disputed'"],
  ] as const;
  for (const [query, where] of views) {
    await go(desk, `/payments${query}`);
    await settles(desk, async () => {
      const total = count(`SELECT count(*) AS n FROM payments WHERE ${where}`);
      const counted = page.getByRole('status').filter({ hasText: / entr(y|ies)/ });
      expect(numberIn((await counted.textContent({ timeout: 2_000 })) ?? '')).toBe(
        Math.min(total, MAX_COUNTED),
      );
      const rows = await cellsOf(page.locator('tr[id^="payment-row-"]'));
      expect(rows.length).toBeGreaterThan(Math.min(total, 10) - 1);
      const expected = ask<Row>(
        `SELECT at, order_number AS number, kind, amount FROM payments WHERE ${where} ORDER BY at DESC, rowid DESC LIMIT ?`,
        rows.length,
      );
      expect(rows.map((cells) => [cells[0], cells[1], cells[6]])).toEqual(
        expected.map(({ at, number, kind, amount }) => [
          ...[dateTime(at), number, money(kind === 'refund' ? -amount : amount)],
        ]),
      );
    });
  }
}

async function compareDisputes(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  for (const [query, where, order] of [
    ['', 'closed_at IS NULL', 'due_at, id'],
    ['&state=closed', 'closed_at IS NOT NULL', 'opened_at DESC, id DESC'],
  ] as const) {
    await go(desk, `/payments?tab=disputes${query}`);
    await settles(desk, async () => {
      const rows = await cellsOf(page.locator('tr[id^="dispute-row-"]'));
      const expected = ask<{ number: string; amount: number }>(
        `SELECT order_number AS number, amount FROM disputes WHERE ${where} ORDER BY ${order}`,
      );
      expect(rows.map((cells) => [cells[0], cells[4]])).toEqual(
        expected.map(({ number, amount }) => [number, money(amount)]),
      );
    });
  }
}

async function comparePayouts(desk: Desk): Promise<void> {
  const { page, ask, count } = desk;
  await go(desk, '/payments?tab=payouts');
  await settles(desk, async () => {
    const counted = page.getByRole('status').filter({ hasText: / payouts?$/ });
    expect(numberIn((await counted.textContent({ timeout: 2_000 })) ?? '')).toBe(
      count('SELECT count(*) AS n FROM payouts'),
    );
    const rows = await cellsOf(page.locator('tr[id^="payout-row-"]'));
    // Each line of a payout by its own payment, refund or dispute.
    const expected = ask<Record<'lines' | 'gross' | 'refunds' | 'disputes' | 'fees', number>>(
      `SELECT json_array_length(lines) AS lines, fees,
         (SELECT coalesce(sum(p.amount), 0) FROM json_each(payouts.lines) l JOIN payments p ON p.id = l.value ->> 'id' WHERE p.kind = 'payment') AS gross,
         (SELECT coalesce(sum(p.amount), 0) FROM json_each(payouts.lines) l JOIN payments p ON p.id = l.value ->> 'id' WHERE p.kind = 'refund') AS refunds,
         (SELECT coalesce(sum(CASE l.value ->> 'kind' WHEN 'dispute' THEN d.amount ELSE -d.amount END), 0) FROM json_each(payouts.lines) l
            JOIN disputes d ON d.id || ':dispute' = l.value ->> 'id' OR d.id || ':won' = l.value ->> 'id') AS disputes
       FROM payouts ORDER BY at DESC, id DESC LIMIT ?`,
      rows.length,
    );
    const less = (amount: number): string => money(amount === 0 ? 0 : -amount);
    expect(rows.map((cells) => cells.slice(3))).toEqual(
      expected.map(({ lines, gross, refunds, disputes, fees }) => [
        ...[integer(lines), money(gross), less(refunds), less(disputes), less(fees)],
        money(gross - refunds - disputes - fees),
      ]),
    );
  });
}

async function compareMethods(desk: Desk): Promise<void> {
  const { page, ask } = desk;
  await go(desk, '/payments?tab=analytics');
  await settles(desk, async () => {
    const { from, to } = windowPeriod('7d', Date.now());
    const rows = await page
      .getByRole('region', { name: 'By method' })
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim())),
      );
    const expected = ask<{ method: string; succeeded: number; failed: number; amount: number }>(
      `SELECT method, sum(status <> 'failed') AS succeeded, sum(status = 'failed') AS failed,
         sum(CASE status WHEN 'succeeded' THEN amount ELSE 0 END) AS amount
       FROM payments WHERE kind = 'payment' AND currency = ? AND at >= ? AND at < ? GROUP BY method ORDER BY amount DESC`,
      CURRENCY,
      from,
      to,
    );
    expect(rows.map((cells) => [cells[0], cells[3], cells[4], cells[5]])).toEqual(
      expected.map(({ method, succeeded, failed, amount }) => [
        ...[methodName(method, 'en'), integer(succeeded), integer(failed), money(amount)],
      ]),
    );
  });
}

/** Compares the page of payments: the list, disputes, payouts with what their lines are of, and how methods succeed. */
export async function comparePayments(desk: Desk, zone: string): Promise<void> {
  await compareList(desk, zone);
  await compareDisputes(desk);
  await comparePayouts(desk);
  await compareMethods(desk);
}
