import type { FakeMethodsOf } from './contract.ts';
import type { FakeState } from './state.ts';

/** Answers for the page of payments: nothing was paid yet. */
export function paymentMethodsOf(state: FakeState): FakeMethodsOf<'payments'> {
  const emptyPage = () => ({ rows: [], next: null, total: 0, asOf: state.asOf });
  return {
    'payments.list': emptyPage,
    'payments.choices': () => ({ methods: [], currencies: [] }),
    'payments.disputes': emptyPage,
    'payments.disputes_of_order': () => ({ rows: [], asOf: state.asOf }),
    'payments.payouts': emptyPage,
    'payments.payout': () => ({ payout: null, asOf: state.asOf }),
  };
}
