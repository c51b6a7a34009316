import { type ReorderPolicy, type ServiceLevel, type Supply, supplyFor } from '#shared/domain/reorder.ts';
import {
  type Supplier,
  type SupplierChoice,
  type SupplierItem,
  supplierOf,
} from '#shared/domain/suppliers.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Reader } from '../../store/reader.ts';
import { pendingOffers, pendingSuppliers } from '../suppliers/index.ts';
import { supplierItemsTable, suppliersTable } from '../suppliers/tables.ts';

/** What a supplier sells an item for, with the supplier's terms and the user's unsettled changes. */
export type ItemOffer = Omit<Supplier, 'version'> & SupplierItem;

/** How an item is supplied, by whom, and what a unit costs there, minor units of a currency. */
export interface ItemSupply extends Supply {
  readonly supplier: { readonly id: string; readonly name: string } | null;
  /** Why it is that supplier. */
  readonly supplierChoice: SupplierChoice | null;
  /** That of the supplier. */
  readonly serviceLevel: ServiceLevel | null;
  /** How many active suppliers sell the item. */
  readonly offerCount: number;
  /** Null for the item's own cost. */
  readonly price: { readonly amount: number; readonly currency: string } | null;
}

interface Kept {
  readonly key: string;
  readonly offers: ReadonlyMap<string, readonly ItemOffer[]>;
}
/** The offers of all items, for each connection: they change rarely, and plans are made often. */
const kept = new WeakMap<Reader, Kept>();

/** Names the state of the suppliers: another one means that they have changed. */
export function supplyKey(reader: Reader): string {
  const row = reader.get<{ seq: number | null; pending: string | null }>(
    `SELECT (SELECT seq FROM cursors WHERE channel = 'suppliers') AS seq,
       (SELECT group_concat(id || state, ' ') FROM outbox WHERE type IN ('suppliers.update', 'suppliers.set_item', 'suppliers.remove_item')) AS pending`,
  );
  return `${row?.seq ?? ''} ${row?.pending ?? ''}`;
}

/** Returns the offers of active suppliers, by item. `key` names the state that they are from. */
export function offersByItem(reader: Reader, key: string): ReadonlyMap<string, readonly ItemOffer[]> {
  const before = kept.get(reader);
  if (before?.key === key) return before.offers;
  const [ofSupplier, ofOffer] = [pendingSuppliers(reader), pendingOffers(reader)];
  const suppliers = new Map(
    reader
      .all<StoredRow>(`SELECT ${suppliersTable.select()} FROM suppliers`)
      .map((row) => ofSupplier(suppliersTable.decode(row)))
      .map((supplier) => [supplier.id, supplier] as const),
  );
  const offers = reader
    .all<StoredRow>(`SELECT ${supplierItemsTable.select()} FROM supplier_items`)
    .flatMap((row): ItemOffer[] => {
      const offer = ofOffer(supplierItemsTable.decode(row));
      const supplier = offer === null ? undefined : suppliers.get(offer.supplierId);
      return offer === null || supplier?.status !== 'active' ? [] : [{ ...supplier, ...offer }];
    });
  const made = { key, offers: Map.groupBy(offers, ({ itemId }) => itemId) };
  kept.set(reader, made);
  return made.offers;
}

/** Returns a function that says how an item is supplied: by its supplier, or else by the terms of the workspace. */
export function supplyOf(reader: Reader, policy: ReorderPolicy, key: string): (itemId: string) => ItemSupply {
  const offers = offersByItem(reader, key);
  return (itemId) => {
    const own = offers.get(itemId) ?? [];
    const chosen = supplierOf(own);
    const offer = chosen?.offer;
    return {
      ...supplyFor(policy, offer),
      supplier: offer ? { id: offer.supplierId, name: offer.name } : null,
      supplierChoice: chosen?.why ?? null,
      serviceLevel: offer?.serviceLevel ?? null,
      offerCount: own.length,
      price: offer ? { amount: offer.price, currency: offer.currency } : null,
    };
  };
}
