import { defineOwnTable, own } from '#shared/rows/table.ts';
import type { BindTable, Tally } from '../../store/tallies.ts';

const stockCountsTable = defineOwnTable('stock_counts', ['locationId', 'category', 'state'], {
  locationId: own<string>(),
  category: own<string>(),
  state: own<number>(),
  n: own<number>(),
});

/** Counts levels by location, category and state. */
export class StockCounts implements Tally {
  readonly #pending = new Map<string, { locationId: string; category: string; state: number; n: number }>();
  readonly #table;
  readonly #add;

  constructor(bind: BindTable) {
    this.#table = bind(stockCountsTable);
    this.#add = this.#table.adder(['n']);
  }

  add(locationId: string, category: string, state: number, delta: number): void {
    const key = `${state}${locationId}\n${category}`;
    const entry = this.#pending.get(key);
    if (entry) entry.n += delta;
    else this.#pending.set(key, { locationId, category, state, n: delta });
  }

  clear(): void {
    this.#pending.clear();
    this.#table.clear();
  }

  flush(): void {
    for (const entry of this.#pending.values()) if (entry.n !== 0) this.#add(entry);
    this.#pending.clear();
  }

  reset(): void {
    this.#pending.clear();
  }
}
