import type { Purchase, PurchaseStatus } from '#shared/domain/purchasing.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readPurchase } from './queries.ts';

/** An order with the number of its lines: they are in the order itself. */
function fieldsOf({ lines, ...purchase }: Purchase): AuditedFields {
  return { ...purchase, lines: lines.length };
}

function draftOf(sql: Sql, { purchase }: { readonly purchase: Purchase }): AuditedRecord {
  const before = readPurchase(sql, purchase.id);
  return {
    record: `purchase:${purchase.id}`,
    before: before ? fieldsOf(before) : null,
    after: fieldsOf(purchase),
  };
}

interface Change {
  readonly purchaseId: string;
  readonly status: PurchaseStatus;
  readonly version: number;
}

function statusOf(sql: Sql, { purchaseId, status, version }: Change): AuditedRecord {
  const before = readPurchase(sql, purchaseId);
  return {
    record: `purchase:${purchaseId}`,
    before: { status: before?.status ?? null, version: before?.version ?? null },
    after: { status, version },
  };
}

/** Which fields the events of purchase orders change. */
export const purchasingAudited: Audited = {
  'purchasing.order_created': draftOf,
  'purchasing.order_edited': draftOf,
  'purchasing.order_placed': (sql, data) => {
    const { record, before, after } = statusOf(sql, data);
    const expectedOn = readPurchase(sql, data.purchaseId)?.expectedOn ?? null;
    return { record, before: { ...before, expectedOn }, after: { ...after, expectedOn: data.expectedOn } };
  },
  'purchasing.order_received': (sql, data) => {
    const { record, before, after } = statusOf(sql, data);
    const lines = readPurchase(sql, data.purchaseId)?.lines ?? [];
    const named = data.received.map(({ line, received }) => ({
      field: `received of ${lines[line]?.sku ?? line}`,
      from: lines[line]?.received ?? 0,
      to: received,
    }));
    return {
      record,
      before: { ...before, ...Object.fromEntries(named.map(({ field, from }) => [field, from])) },
      after: { ...after, ...Object.fromEntries(named.map(({ field, to }) => [field, to])) },
    };
  },
  'purchasing.order_closed': statusOf,
  'purchasing.order_cancelled': statusOf,
};
