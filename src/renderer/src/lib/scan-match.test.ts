import { describe, expect, it } from 'vitest';
import type { CodeMatch } from '#shared/bridge/inventory.ts';
import { makeItem } from '../../../../tests/support/make/item.ts';
import { pickMatch } from './scan-match.ts';

const match = (id: string, by: CodeMatch['by']): CodeMatch => ({ item: makeItem({ id, name: id }), by });
const isHere =
  (...ids: string[]) =>
  (id: string): string | undefined =>
    ids.includes(id) ? id : undefined;

describe('pickMatch', () => {
  it('takes the record of the item that has the code', () => {
    expect(pickMatch([match('a', 'sku'), match('b', 'supplier_sku')], isHere('b'))).toMatchObject({
      kind: 'one',
      value: 'b',
    });
  });

  it('prefers the more exact number, and asks between equal ones', () => {
    const [barcode, sku] = [match('a', 'barcode'), match('b', 'sku')];
    expect(pickMatch([barcode, sku], isHere('a', 'b'))).toMatchObject({ kind: 'one', value: 'a' });
    const both = [match('a', 'supplier_sku'), match('b', 'supplier_sku')];
    expect(pickMatch(both, isHere('a', 'b'))).toEqual({ kind: 'several', count: 2 });
  });

  it('tells an item that is not in the list from a code that nothing has', () => {
    expect(pickMatch([match('a', 'sku')], isHere())).toEqual({ kind: 'elsewhere', name: 'a' });
    expect(pickMatch([], isHere('a'))).toEqual({ kind: 'unknown' });
  });
});
