import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { View, ViewContent } from '#shared/domain/views.ts';
import { MAX_OWN_VIEWS } from '#shared/domain/views.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';

const shop = domainShopPerTest();
const person = (id: string, role: 'viewer' | 'agent' | 'manager'): Principal => ({
  actor: { kind: 'user', id, name: id.toUpperCase() },
  permissions: new Set(ROLE_PERMISSIONS[role]),
});
const [ann, ben, vera] = [person('ann', 'manager'), person('ben', 'agent'), person('vera', 'viewer')];
const LOW: ViewContent = {
  filters: [{ name: 'status', value: 'low' }],
  sort: { by: 'available', direction: 'asc' },
  columns: [{ id: 'sku', width: 120 }],
};
const save = (viewId: string, expected: number | null, content = LOW, name = 'Low') =>
  ({ viewId, page: 'inventory', name, content, expected }) as const;
const view = (): View | undefined => shop.rows<View>('views', 'view')[0];

describe('saved views', () => {
  it('are their owner’s until they are shared, and count their changes', () => {
    const id = uuidv7();
    expect(shop.domains.command('views.save', save(id, null), ann)).toEqual({ viewId: id, version: 1 });
    expect(view()).toMatchObject({ ownerId: 'ann', shared: false, ...LOW, version: 1, changedBy: 'ANN' });
    // To others there is no such view, also where they guess its id.
    expect(shop.domains.refusal('views.rename', { viewId: id, name: 'X', expected: 1 }, ben)).toMatchObject({
      code: 'not_found',
      field: 'viewId',
    });
    expect(shop.domains.refusal('views.save', save(id, null), ben)).toMatchObject({ code: 'conflict' });
    shop.domains.command('views.share', { viewId: id, shared: true, expected: 1 }, ann);
    expect(shop.domains.command('views.rename', { viewId: id, name: 'All low', expected: 2 }, ben)).toEqual({
      viewId: id,
      version: 3,
    });
    expect(view()).toMatchObject({ name: 'All low', ownerId: 'ann', shared: true, changedBy: 'BEN' });
    expect(shop.domains.refusal('views.remove', { viewId: id, expected: 3 }, vera)).toMatchObject({
      code: 'forbidden',
    });
    shop.domains.command('views.remove', { viewId: id, expected: 3 }, ann);
    expect(view()).toBeUndefined();
  });

  it('are not overwritten unseen: whoever comes second gets the view as it is now', () => {
    const id = uuidv7();
    shop.domains.command('views.save', save(id, null), ann);
    shop.domains.command('views.share', { viewId: id, shared: true, expected: 1 }, ann);
    const mine = { ...LOW, sort: { by: 'value', direction: 'desc' as const } };
    shop.domains.command('views.save', save(id, 2, mine), ben);
    expect(shop.domains.refusal('views.save', save(id, 2), ann)).toMatchObject({
      code: 'conflict',
      field: 'expected',
      why: { id: 'view_changed', values: { name: 'BEN' } },
      current: { sort: mine.sort, version: 3 },
    });
    shop.domains.command('views.save', save(id, 3), ann);
    expect(view()).toMatchObject({ sort: LOW.sort, version: 4 });
  });

  it('are few enough for a menu', () => {
    for (let n = 0; n < MAX_OWN_VIEWS; n += 1) shop.domains.command('views.save', save(uuidv7(), null), vera);
    expect(shop.domains.refusal('views.save', save(uuidv7(), null), vera)).toMatchObject({
      why: { id: 'views_many', values: { max: MAX_OWN_VIEWS } },
    });
    expect(shop.domains.refusal('views.save', save(uuidv7(), null), ann)).toBeNull();
  });
});
