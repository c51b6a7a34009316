import { describe, expect, it } from 'vitest';
import type { Movement, Reservation } from '#shared/domain/inventory.ts';
import { inventoryModule, listLevels } from '../../src/gateway/inventory/index.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';

const shop = domainShopPerTest();
const { rows, level, stock, reserve, adjust } = shop;

describe('stock', () => {
  it('refuses to take more than is available and says what is', () => {
    stock(3);
    const refusal = shop.domains.refusal('inventory.adjust', {
      ...TEA,
      change: { mode: 'delta', quantity: -4 },
      reason: 'x',
      reference: null,
    });
    expect(refusal).toMatchObject({ code: 'insufficient_stock', available: 3 });
    expect(level()?.onHand).toBe(3);
  });

  it('sets a count only while what was seen still stands', () => {
    stock(3);
    const set = (expected: number) =>
      shop.domains.refusal('inventory.adjust', {
        ...TEA,
        change: { mode: 'set', quantity: 9, expected },
        reason: 'count',
        reference: null,
      });
    expect(set(4)).toMatchObject({ code: 'conflict', current: 3 });
    expect(set(3)).toBeNull();
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      type: 'counted',
      deltaOnHand: 6,
      onHandAfter: 9,
      actor: { id: 'u-manager' },
    });
  });

  it('frees what an expired reservation held at once, and records it when it is swept', () => {
    stock(3);
    reserve('r1', 3);
    expect(level()?.committed).toBe(3);
    shop.domains.now += 10 * 60_000;
    expect(
      listLevels(shop.domains.sql, { itemId: '', locationId: '' }, null, shop.domains.now, 10)[0]?.available,
    ).toBe(3);
    expect(shop.domains.refusal('inventory.release', { reservationId: 'r1', reason: 'late' })).toMatchObject({
      code: 'conflict',
    });
    shop.domains.sweep();
    // Nothing of stock is left to wait for.
    expect(shop.domains.run((context) => inventoryModule.sweep?.(context))).toBeNull();
    expect(rows<Reservation>('inventory', 'reservation')[0]?.status).toBe('expired');
    expect(level()).toMatchObject({ onHand: 3, committed: 0 });
  });

  it('lets a sale take what an expired reservation held before any sweep', () => {
    stock(3);
    reserve('r1', 3);
    expect(() => adjust(-1)).toThrow();
    shop.domains.now += 10 * 60_000;
    adjust(-3);
    expect(level()).toMatchObject({ onHand: 0, committed: 0 });
  });

  it('names what does not exist', () => {
    const at = (itemId: string, locationId: string) =>
      shop.domains.refusal('inventory.receive', { itemId, locationId, quantity: 1, reference: null });
    expect(at('cup', 'shop')).toMatchObject({ code: 'not_found', field: 'itemId' });
    expect(at('tea', 'moon')).toMatchObject({ code: 'not_found', field: 'locationId' });
  });
});
