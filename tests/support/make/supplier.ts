import type { Purchase, PurchaseLine } from '#shared/domain/purchasing.ts';
import type { SupplierItemTerms, SupplierTerms } from '#shared/domain/suppliers.ts';

/** Makes the terms of a supplier. */
export function makeSupplier(change: Partial<SupplierTerms> = {}): SupplierTerms {
  return {
    id: 'north',
    name: 'North Sea Paper',
    contactName: 'Jette Holm',
    email: 'orders@northsea.example',
    phone: null,
    leadTimeDays: 5,
    leadTimeDeviationDays: 1.5,
    currency: 'USD',
    minimumOrder: 10_000,
    serviceLevel: null,
    note: null,
    status: 'active',
    ...change,
  };
}

/** Makes what a supplier sells an item for. */
export function makeOffer(change: Partial<SupplierItemTerms> = {}): SupplierItemTerms {
  return {
    supplierId: 'north',
    itemId: 'tea',
    supplierSku: 'NS-1',
    packSize: 6,
    price: 450,
    preferred: true,
    ...change,
  };
}

/** Makes a line of a purchase order. */
export function makePurchaseLine(change: Partial<PurchaseLine> = {}): PurchaseLine {
  return {
    itemId: 'tea',
    sku: 'TEA-1',
    name: 'Green tea',
    supplierSku: 'NS-1',
    packSize: 6,
    quantity: 12,
    unitPrice: 450,
    received: 0,
    ...change,
  };
}

/** Makes a purchase order. */
export function makePurchase(change: Partial<Purchase> = {}): Purchase {
  return {
    id: 'p1',
    number: 'PO-00001',
    supplierId: 'north',
    supplierName: 'North Sea Paper',
    locationId: 'l1',
    currency: 'USD',
    lines: [makePurchaseLine()],
    total: 5400,
    status: 'ordered',
    expectedOn: '2026-03-06',
    note: null,
    createdAt: 1_772_000_000_000,
    placedAt: 1_772_000_000_000,
    closedAt: null,
    version: 2,
    ...change,
  };
}
