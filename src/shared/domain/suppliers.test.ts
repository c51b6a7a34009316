import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choosable, SupplierTerms, supplierOf } from './suppliers.ts';

const offer = (change: Partial<Choosable>): Choosable => ({
  supplierId: 's',
  preferred: false,
  price: 100,
  currency: 'USD',
  leadTimeDays: 5,
  status: 'active',
  ...change,
});

describe('supplierOf', () => {
  it('is the preferred one, the only one, or the cheapest', () => {
    const [dear, cheap] = [offer({ supplierId: 'a', price: 200 }), offer({ supplierId: 'b' })];
    expect(supplierOf([dear, { ...cheap, preferred: true }])).toMatchObject({ why: 'preferred' });
    expect(supplierOf([dear])).toEqual({ offer: dear, why: 'only' });
    expect(supplierOf([dear, cheap])).toEqual({ offer: cheap, why: 'cheapest' });
    expect(supplierOf([dear, { ...dear, supplierId: 'c', leadTimeDays: 1 }])?.offer.supplierId).toBe('c');
  });

  it('has nobody where nobody sells it, or prices cannot be compared', () => {
    expect(supplierOf([])).toBeUndefined();
    expect(supplierOf([offer({}), offer({ supplierId: 't', currency: 'EUR' })])).toBeUndefined();
    expect(supplierOf([offer({ status: 'archived', preferred: true })])).toBeUndefined();
  });

  it('does not depend on the order of the offers, and never takes a dearer one', () => {
    const offers = fc.uniqueArray(
      fc.record({
        supplierId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        preferred: fc.constant(false),
        price: fc.integer({ min: 0, max: 3 }),
        currency: fc.constant('USD'),
        leadTimeDays: fc.integer({ min: 0, max: 2 }),
        status: fc.constantFrom('active' as const, 'archived' as const),
      }),
      { selector: ({ supplierId }) => supplierId },
    );
    fc.assert(
      fc.property(offers, (all) => {
        const chosen = supplierOf(all)?.offer;
        expect(supplierOf(all.toReversed())?.offer).toEqual(chosen);
        const open = all.filter(({ status }) => status === 'active');
        expect(chosen === undefined).toBe(open.length === 0);
        expect(open.every(({ price }) => price >= (chosen?.price ?? 0))).toBe(true);
      }),
    );
  });
});

it('reads terms of a supplier from before there was a service level', () => {
  const terms = {
    ...{ id: 's', name: 'S', contactName: null, email: null, phone: null, note: null, status: 'active' },
    ...{ leadTimeDays: 1, leadTimeDeviationDays: 0, currency: 'USD', minimumOrder: 0 },
  };
  expect(SupplierTerms.parse(terms).serviceLevel).toBeNull();
});
