import { expect, it } from 'vitest';
import { columnsAt } from './columns.tsx';

it('SKU and name stay at every width, and columns come with room, never go with it', () => {
  let before = 0;
  for (let width = 200; width <= 1600; width += 20) {
    const columns = columnsAt(width);
    expect(columns).toMatchObject({ sku: true, name: true, available: true });
    const shown = Object.values(columns).filter(Boolean).length;
    expect(shown).toBeGreaterThanOrEqual(before);
    before = shown;
  }
  expect(before).toBe(9);
});
