import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_CODE_MATCHES } from '#shared/bridge/inventory.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem } from '../../../../../tests/support/make/item.ts';
import { makeOffer } from '../../../../../tests/support/make/supplier.ts';
import { codeQueries } from './codes.ts';

const cache = cachePerFile('codes');
const NOW = Date.UTC(2026, 10, 22);

const find = (text: string) => askCache(cache.writer, 'inventory.find_code', { text }, NOW);
const idsOf = (text: string): string[] => find(text).matches.map(({ item }) => item.id);

const ITEMS = [
  { id: 'ean', sku: 'CH-100', barcode: '4006381333931' },
  { id: 'upc', sku: 'CH-200', barcode: '036000291452' },
  { id: 'carton', sku: 'CH-300', barcode: '14006381333938' },
  { id: 'own', sku: 'CH-400', barcode: 'Shelf-7' },
  { id: 'number', sku: '4006381333931', barcode: null },
  { id: 'old', sku: 'CH-500', barcode: 'SHELF-7', status: 'archived' as const },
  ...Array.from({ length: MAX_CODE_MATCHES + 5 }, (_, i) => ({
    id: `many${i}`,
    sku: `M-${i}`,
    barcode: 'MANY',
  })),
];

beforeAll(() => {
  const events = ITEMS.map((item) => makeEvent('inventory.item_created', { item: makeItem(item) }));
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
  const offer = { ...makeOffer({ itemId: 'own', supplierSku: 'NS-77' }), version: 1 };
  const offered = makeEvent('suppliers.item_set', { offer }, { seq: events.length + 1 });
  for (const batch of makeBatches([offered], 200)) cache.writer.apply(batch);
  cache.writer.confirm(NOW);
});

describe('inventory.find_code', () => {
  it('finds an item by its barcode in each form of the number, and by SKU after that', () => {
    for (const text of ['4006381333931', '04006381333931', ']E04006381333931']) {
      expect(find(text).matches.map(({ item, by }) => [item.id, by])).toEqual([
        ['ean', 'barcode'],
        ['number', 'sku'],
      ]);
    }
    for (const text of ['036000291452', '0036000291452', '00036000291452'])
      expect(idsOf(text)).toEqual(['upc']);
  });

  it('finds an item by the SKU of a supplier', () => {
    expect(find('ns-77').matches).toMatchObject([{ item: { id: 'own' }, by: 'supplier_sku' }]);
  });

  it('keeps a carton apart from what is in it', () => {
    expect(idsOf('14006381333938')).toEqual(['carton']);
  });

  it('returns lot and expiry with the item', () => {
    const found = find('(01)00036000291452(17)261130(10)L-9');
    expect(found.code).toMatchObject({ lot: 'L-9', expiresOn: '2026-11-30' });
    expect(found.matches.map(({ item }) => item.id)).toEqual(['upc']);
  });

  it('ignores case, and names active items first', () => {
    expect(idsOf('shelf-7')).toEqual(['own', 'old']);
    expect(idsOf('ch-100')).toEqual(['ean']);
  });

  it('bounds the items with one code, and says that there are more', () => {
    expect(find('many').matches).toHaveLength(MAX_CODE_MATCHES);
    expect(find('many').more).toBe(true);
    expect(find('CH-100').more).toBe(false);
  });

  it('finds nothing for what is unknown or no code', () => {
    expect(find('unknown')).toMatchObject({ matches: [], code: { text: 'unknown' } });
    expect(find(' ')).toMatchObject({ matches: [], code: null });
  });

  it('looks codes up in indexes, however many items there are', () => {
    const plans = codeQueries().flatMap((sql) =>
      cache.writer.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all('["x"]', 1),
    );
    const items = plans.filter(({ detail }) => / [io]\b/.test(detail)).map(({ detail }) => detail);
    expect(items).toEqual([
      'SEARCH i USING INDEX items_by_code (barcode=?)',
      'SEARCH i USING INDEX items_by_sku (sku=?)',
      'SEARCH o USING COVERING INDEX supplier_items_by_sku (supplier_sku=?)',
      'SEARCH i USING INDEX sqlite_autoindex_items_1 (id=?)',
    ]);
  });
});
