import { makePurchase, makePurchaseLine, makeSupplier } from '../../make/supplier.ts';
import type { FakeMethodsOf } from './contract.ts';
import { PRODUCTS } from './samples.ts';
import type { FakeState } from './state.ts';

/** Answers for suppliers and purchase orders. Lists are empty; every supplier and order exists. */
export function purchasingMethodsOf(state: FakeState): FakeMethodsOf<'suppliers' | 'purchasing'> {
  const emptyPage = () => ({ rows: [], next: null, asOf: state.asOf });
  const supplier = { ...makeSupplier(), version: 1 };
  return {
    'suppliers.list': () => ({ ...emptyPage(), total: 0 }),
    'suppliers.supplier': ({ supplierId }) => ({
      supplier: { ...supplier, id: supplierId, items: 3, openOrders: 1, pending: false },
      asOf: state.asOf,
    }),
    'suppliers.items': () => ({ ...emptyPage(), total: 0 }),
    'suppliers.of_item': () => ({ offers: [], asOf: state.asOf }),
    'purchasing.search': () => ({ ...emptyPage(), total: 0 }),
    'purchasing.entries': emptyPage,
    'purchasing.of_item': () => ({ lines: [], asOf: state.asOf }),
    'purchasing.find_items': () => ({ items: [], asOf: state.asOf }),
    'purchasing.items': () => ({ items: [], asOf: state.asOf }),
    'purchasing.lead_time': () => ({ measured: null, deliveries: 0, heldSince: 0, asOf: state.asOf }),
    'purchasing.order': ({ purchaseId }) => ({
      purchase: makePurchase({
        id: purchaseId,
        lines: PRODUCTS.slice(0, 3).map((name, i) => makePurchaseLine({ itemId: `i${i}`, name })),
      }),
      locationName: 'Main warehouse',
      supplier,
      barcodes: [null, null, null],
      late: false,
      pending: false,
      seq: 48_001,
      asOf: state.asOf,
    }),
  };
}
