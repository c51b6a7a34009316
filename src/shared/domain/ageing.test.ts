import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageClassOf, ageing } from './ageing.ts';

describe('ageing', () => {
  it('has classes of 0 to 30, 31 to 60, 61 to 90 and over 90 days', () => {
    expect([0, 30, 31, 60, 61, 90, 91, 900].map(ageClassOf)).toEqual([0, 0, 31, 31, 61, 61, 91, 91]);
  });

  it('puts every unit into one class, and values it at cost', () => {
    const stock = fc.array(
      fc.record({ days: fc.nat(400), units: fc.nat(50), lots: fc.integer({ min: 1, max: 3 }) }),
    );
    fc.assert(
      fc.property(stock, fc.nat(1000), (some, cost) => {
        const classes = ageing(some, cost);
        const total = some.reduce((sum, { units }) => sum + units, 0);
        expect(classes.reduce((sum, { units }) => sum + units, 0)).toBe(total);
        expect(classes.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(total * cost);
      }),
    );
    expect(ageing([], null).map(({ value }) => value)).toEqual([null, null, null, null]);
  });
});
