import type { Supplier, SupplierItem } from '#shared/domain/suppliers.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { supplierItemRow, supplierRow } from '#shared/rows/suppliers.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextSource } from '../../store/text-index.ts';
import { supplierItemsTable, suppliersTable } from './tables.ts';

const parse = { supplier: parserOf(supplierRow.schema), offer: parserOf(supplierItemRow.schema) };

/** The text of suppliers. */
const SUPPLIER_TEXT: TextSource = {
  index: 'suppliers_fts',
  table: 'suppliers',
  key: 'k',
  columns: [suppliersTable.select()],
  words: 'words',
  text: (row) => textOf(suppliersTable.decode(row)),
};

function textOf({ name, contactName, email }: Supplier): string {
  return `${name} ${contactName ?? ''} ${email ?? ''}`;
}

/** Projects the channel `suppliers`. */
export function suppliersProjection(context: ProjectionContext): ChannelProjection<'suppliers'> {
  const { sql, changes, table } = context;
  const suppliers = context.bind(suppliersTable);
  const offers = context.bind(supplierItemsTable);
  const remove = offers.remover();
  const index = context.text(SUPPLIER_TEXT);
  const find = sql.prepare<[string], { readonly k: number; readonly words: string }>(
    `SELECT k, words FROM ${table(suppliersTable.name)} WHERE id = ?`,
  );

  const put = (supplier: Supplier): boolean => {
    const words = foldWords(textOf(supplier));
    const before = find.get(supplier.id);
    const { lastInsertRowid } = suppliers.upsert(supplier, { words });
    if (before === undefined) index.add(lastInsertRowid, words);
    else if (before.words !== words) index.replace(before.k, before.words, words);
    changes.touch('suppliers', supplier.id);
    return true;
  };
  const putOffer = (offer: SupplierItem): boolean => {
    offers.upsert(offer, { words: foldWords(offer.supplierSku ?? '') });
    changes.touch('suppliers', offer.supplierId);
    return true;
  };

  return {
    channel: 'suppliers',
    tallies: [],
    texts: [index],
    events: {
      'suppliers.created': ({ data }) => put(data.supplier),
      'suppliers.updated': ({ data }) => put(data.supplier),
      'suppliers.item_set': ({ data }) => putOffer(data.offer),
      'suppliers.item_removed': ({ data: { supplierId, itemId } }) => {
        changes.touch('suppliers', supplierId);
        return remove(supplierId, itemId) === 1;
      },
    },
    rows: {
      supplier: (row) => void put(parse.supplier(row)),
      supplier_item: (row) => void putOffer(parse.offer(row)),
    },
    clear: () => {
      suppliers.clear();
      offers.clear();
      index.clear();
    },
  };
}

/** Returns all rows of the channel `suppliers`, kind by kind, sorted by key. */
export const dumpSuppliers = dumpTables(suppliersTable, supplierItemsTable);
