import { describe, expect, it, vi } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { PLAIN_CSV } from '#shared/domain/csv.ts';
import { ALL_ORDERS } from '#shared/domain/order-list.ts';
import { makeCustomer, makeOrder, makeOrderLine } from '../../../../../../tests/support/make/order.ts';
import { exportOrders } from './export.ts';

const NEVER = new AbortController().signal;

/** Pages of one order each, with two lines. */
function pages(count: number) {
  const line = makeOrderLine({ sku: 'TEA-1', name: '=Tea', quantity: 2, unitPrice: 250, total: 400 });
  return (n: number): MethodOutput<'orders.export'> => ({
    rows: [
      {
        order: makeOrder({
          id: `o${n}`,
          number: `SO-0000${n}`,
          customer: makeCustomer({ name: 'Ada, Countess', email: null }),
          lines: [{ ...line, listPrice: 300, priceReason: 'Dented' }, line],
          total: 800,
          currency: 'USD',
        }),
        ...{ locationName: 'Shop', paid: 800, refunded: 0, payment: 'paid' },
      },
    ],
    next: n + 1 < count ? String(n + 1) : null,
    total: count,
    asOf: { seq: 1, at: 1 },
  });
}

const textOf = async (parts: readonly Blob[]): Promise<string> => new Blob([...parts]).text();

describe('a file of orders', () => {
  it('has a row for each order, or for each line, of all pages', async () => {
    const page = pages(3);
    const read = vi.fn(async ({ after }: { after: string | null }) => page(Number(after ?? 0)));
    const progress: number[] = [];
    const on = { signal: NEVER, onProgress: (orders: number) => progress.push(orders) };
    const orders = await exportOrders('orders', ALL_ORDERS, PLAIN_CSV, read, on);
    expect([orders.orders, orders.rows, progress]).toEqual([3, 3, [1, 2, 3]]);
    const [head, first] = (await textOf(orders.parts)).split('\r\n');
    expect(head).toBe(
      'number,placed_at,status,location,customer,email,currency,lines,total,payment,paid,refunded,id',
    );
    expect(first).toMatch(/^SO-00000,.*,Shop,"Ada, Countess",,USD,2,8\.00,paid,8\.00,0\.00,o0$/);
    const lines = await exportOrders('lines', ALL_ORDERS, PLAIN_CSV, read, on);
    expect([lines.orders, lines.rows]).toEqual([3, 6]);
    const rows = (await textOf(lines.parts)).split('\r\n');
    expect(rows[1]).toMatch(/USD,1,TEA-1,'=Tea,2,2\.50,3\.00,Dented,1\.00,4\.00,o0$/);
    expect(rows[2]).toMatch(/USD,2,TEA-1,'=Tea,2,2\.50,,,1\.00,4\.00,o0$/);
  });

  it('is none where a page cannot be read, or it was stopped', async () => {
    const on = { signal: NEVER, onProgress: () => undefined };
    const broken = async (): Promise<never> => Promise.reject(new Error('gone'));
    await expect(exportOrders('orders', ALL_ORDERS, PLAIN_CSV, broken, on)).rejects.toThrow('gone');
    const stop = new AbortController();
    const read = async () => {
      stop.abort();
      return pages(2)(0);
    };
    await expect(
      exportOrders('orders', ALL_ORDERS, PLAIN_CSV, read, { ...on, signal: stop.signal }),
    ).rejects.toThrow();
  });
});
