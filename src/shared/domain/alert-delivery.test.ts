import { expect, it } from 'vitest';
import { AlertDelivery, deliveryOf, EVERY_ALERT } from './alert-delivery.ts';

const low = { kind: 'low_stock', severity: 'warning', locationId: 'shop' } as const;

it('delivers an alert by the quieter of the choices for its kind and severity, and for its location', () => {
  expect(deliveryOf(EVERY_ALERT, low)).toBe('toast');
  const choice = AlertDelivery.parse({
    kinds: { low_stock: { warning: 'badge' }, manual: { info: 'none' } },
    locations: { shop: 'toast', store: 'none' },
  });
  expect(deliveryOf(choice, low)).toBe('badge');
  expect(deliveryOf(choice, { ...low, severity: 'critical' })).toBe('toast');
  expect(deliveryOf(choice, { ...low, locationId: 'store' })).toBe('none');
  expect(deliveryOf(choice, { kind: 'manual', severity: 'info', locationId: null })).toBe('none');
});
