import { z } from 'zod';
import { Day } from '../../domain/days.ts';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { MinorUnits } from '../../domain/money.ts';
import { Arrival, MAX_PURCHASE_LINES, PURCHASE_STATUSES } from '../../domain/purchasing.ts';
import { command } from './define.ts';

const byPurchase = (data: { purchaseId: string }): string => `purchase:${data.purchaseId}`;
const reason = z.string().trim().min(1, 'Enter a reason.').max(200);
const version = z.int().min(1);
const status = z.enum(PURCHASE_STATUSES);

/** What a draft says. A line without a price gets that of the supplier; without a day, the lead time tells it. */
const draft = {
  locationId: Id,
  expectedOn: Day.nullable(),
  note: z.string().trim().min(1).max(1000).nullable(),
  lines: z
    .array(
      z.strictObject({
        itemId: Id,
        quantity: Quantity.min(1),
        unitPrice: MinorUnits.min(0).nullable(),
      }),
    )
    .min(1)
    .max(MAX_PURCHASE_LINES),
};

/** Commands on purchase orders. `expected` is the version that the sender saw: another one is a conflict. */
export const purchaseCommands = {
  /** Creates a draft, or with `place` an order in one step. All lines are taken, or none. */
  'purchasing.create_order': command({
    input: z.strictObject({
      purchaseId: Id,
      /** null: the next free number. */
      number: z.string().trim().min(1).max(64).nullable(),
      supplierId: Id,
      ...draft,
      place: z.boolean(),
    }),
    output: z.object({ purchaseId: Id, number: z.string(), total: MinorUnits, status, version }),
    permission: 'purchasing:write',
    subject: byPurchase,
  }),
  'purchasing.edit_order': command({
    input: z.strictObject({ purchaseId: Id, expected: version, ...draft }),
    output: z.object({ total: MinorUnits, version }),
    permission: 'purchasing:write',
    subject: byPurchase,
  }),
  /** Sends a draft to the supplier: from now on its goods are incoming. */
  'purchasing.place_order': command({
    input: z.strictObject({ purchaseId: Id, expected: version }),
    output: z.object({ status, version, expectedOn: Day.nullable() }),
    permission: 'purchasing:write',
    subject: byPurchase,
  }),
  /**
   * Records a delivery and puts its goods into stock. Each line names what its sender saw as received before (`expected`), so that
   * two people who count the same goods do not count them twice. More than was ordered needs `acceptOver`.
   */
  'purchasing.receive': command({
    input: z.strictObject({
      purchaseId: Id,
      locationId: Id,
      /** The number of the delivery note. */
      reference: z.string().trim().min(1).max(120).nullable(),
      arrivals: z
        .array(z.strictObject({ ...Arrival.shape, expected: Quantity.min(0) }))
        .min(1)
        .max(MAX_PURCHASE_LINES),
      acceptOver: z.boolean(),
    }),
    output: z.object({ status, version }),
    permission: 'purchasing:receive',
    subject: byPurchase,
  }),
  /** Closes an order of which a part has arrived: the rest is no longer incoming. */
  'purchasing.close_short': command({
    input: z.strictObject({ purchaseId: Id, expected: version, reason }),
    output: z.object({ status, version }),
    permission: 'purchasing:write',
    subject: byPurchase,
  }),
  /** Cancels an order of which nothing has arrived. */
  'purchasing.cancel_order': command({
    input: z.strictObject({ purchaseId: Id, expected: version, reason }),
    output: z.object({ status, version }),
    permission: 'purchasing:write',
    subject: byPurchase,
  }),
} as const;
