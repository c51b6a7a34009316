import { type Counted, SUM_NAMES, SUMS, type SumName, sharesOf } from '#shared/domain/payment-sums.ts';
import type { BindTable } from '../../store/tallies.ts';
import { Rollup } from '../../store/tallies.ts';

/** Keeps the sums while payments are written. */
export class PaymentSumsKeeper {
  readonly tallies: readonly Rollup[];
  readonly #rollups: Readonly<Record<SumName, Rollup>>;

  constructor(bind: BindTable) {
    this.#rollups = {
      sales: new Rollup(bind, SUMS.sales),
      products: new Rollup(bind, SUMS.products),
      methods: new Rollup(bind, SUMS.methods),
    };
    this.tallies = Object.values(this.#rollups);
  }

  /** Adds a payment, or takes it out again. */
  count(payment: Counted, sign: 1 | -1): void {
    const shares = sharesOf(payment);
    for (const name of SUM_NAMES)
      for (const { keys, values } of shares[name])
        this.#rollups[name].add(payment.at, keys, sign === 1 ? values : values.map((value) => -value));
  }

  clear(): void {
    for (const rollup of this.tallies) rollup.clear();
  }
}
