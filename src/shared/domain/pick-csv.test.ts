import { expect, it } from 'vitest';
import { pickCsv } from './pick-csv.ts';

it('has a line for each item, with its lots and orders, and no formulas', () => {
  const line = { category: 'Tea', sku: '=1+1', name: 'Green "Uji"', quantity: 3, picked: 1 };
  const csv = pickCsv('Main', [
    {
      ...line,
      lots: [{ code: 'L1', quantity: 2 }],
      orders: [
        { number: 'N-1', quantity: 1 },
        { number: 'N-2', quantity: 2 },
      ],
    },
  ]);
  const [head, first] = csv.split('\r\n');
  expect(head).toBe('location,category,sku,item,quantity,picked,lots,orders');
  expect(first).toContain('"Green ""Uji""",3,1,L1: 2,N-1: 1; N-2: 2');
  expect(first).not.toMatch(/,=1/);
});
