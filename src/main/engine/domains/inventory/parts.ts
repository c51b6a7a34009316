import type { Lot, UnavailableStock } from '#shared/domain/lots.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { lotsTable, unavailableTable } from './tables.ts';

/** What a level consists of besides its sums: what is set aside, by reason, and lots. */
export class StockParts {
  readonly #unavailable;
  readonly #lots;
  readonly #removeUnavailable;

  constructor(context: ProjectionContext) {
    this.#unavailable = context.bind(unavailableTable);
    this.#lots = context.bind(lotsTable);
    this.#removeUnavailable = this.#unavailable.remover();
  }

  /** Writes what an event of stock says besides its movements. */
  apply({
    lots,
    unavailable,
  }: {
    lots?: Lot[] | undefined;
    unavailable?: UnavailableStock[] | undefined;
  }): void {
    for (const lot of lots ?? []) this.putLot(lot);
    for (const row of unavailable ?? []) this.putUnavailable(row);
  }

  putLot(lot: Lot): void {
    this.#lots.upsert(lot, {});
  }

  putUnavailable(row: UnavailableStock): void {
    if (row.quantity === 0) this.#removeUnavailable(row.itemId, row.locationId, row.reason);
    else this.#unavailable.upsert(row, {});
  }

  clear(): void {
    this.#unavailable.clear();
    this.#lots.clear();
  }
}
