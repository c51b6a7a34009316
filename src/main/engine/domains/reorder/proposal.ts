import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import { supplierOf } from '#shared/domain/suppliers.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { type PlanRow, planAt } from './plan.ts';
import { type ItemOffer, offersByItem, supplyKey } from './supply.ts';

type Input = MethodInput<'reorder.proposal'>;
type Output = MethodOutput<'reorder.proposal'>;

/** The most lines, offers of an item, and suppliers that are returned, and the locations that are looked at. */
const MAX_LINES = 2000;
const MAX_OFFERS = 20;
const MAX_SUPPLIERS = 200;
const MAX_LOCATIONS = 200;

/** Returns what would be ordered of some items, for one location or for each by itself, and from whom. */
export function reorderProposal(reader: Reader, { itemIds, scope, to }: Input, now: number): Output {
  const wanted = new Set(itemIds);
  const offers = offersByItem(reader, supplyKey(reader));
  const places =
    to === null
      ? reader
          .all<{ id: string }>(`SELECT id FROM locations ORDER BY name, id LIMIT ${MAX_LOCATIONS}`)
          .map(({ id }) => ({ locationId: id, planned: id }))
      : [{ locationId: to, planned: scope }];
  const found = places.flatMap(({ locationId, planned }) =>
    planAt(reader, planned, now)
      .rows.filter((row) => wanted.has(row.itemId) && (to !== null || row.needsOrder === true))
      .map((row) => lineOf(reader, row, locationId, offers.get(row.itemId) ?? [])),
  );
  return {
    lines: found.slice(0, MAX_LINES),
    suppliers: reader.all(
      `SELECT id, name, currency, minimum_order AS minimumOrder FROM suppliers WHERE status = 'active'
       ORDER BY name COLLATE NOCASE, k LIMIT ${MAX_SUPPLIERS}`,
    ),
    more: found.length > MAX_LINES,
    asOf: asOf(reader, ['inventory', 'suppliers', 'purchasing']),
  };
}

function lineOf(
  reader: Reader,
  row: PlanRow,
  locationId: string,
  offers: readonly ItemOffer[],
): ProposedItem {
  const { itemId, sku, name, unit, suggested, onDraft, drafts } = row;
  const item = reader.get<{ cost: number | null; currency: string }>(
    'SELECT cost, currency FROM items WHERE id = ?',
    itemId,
  );
  const chosen = supplierOf(offers)?.offer.supplierId;
  return {
    ...{ itemId, sku, name, unit, locationId, suggested, onDraft, drafts },
    cost: item?.cost ?? null,
    currency: item?.currency ?? row.currency,
    offers: offers.slice(0, MAX_OFFERS).map((offer) => ({
      supplierId: offer.supplierId,
      supplierName: offer.name,
      currency: offer.currency,
      minimumOrder: offer.minimumOrder,
      packSize: offer.packSize,
      price: offer.price,
      chosen: offer.supplierId === chosen,
    })),
  };
}
