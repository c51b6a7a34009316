import { type GatewayModule, soonest } from '../kernel.ts';
import { ordersAudited } from './audited.ts';
import { orderHandlers } from './commands.ts';
import { disputeHandlers, sweepDisputes } from './disputes.ts';
import { ordersProjection } from './events.ts';
import { fulfilmentHandlers } from './fulfilment.ts';
import { manualOrderHandlers } from './manual.ts';
import * as m0040 from './migrations/0040-orders.ts';
import * as m0160 from './migrations/0160-returned-goods.ts';
import * as m0215 from './migrations/0215-order-entries.ts';
import * as m0227 from './migrations/0227-order-number.ts';
import * as m0570 from './migrations/0570-sold-goods.ts';
import * as m0635 from './migrations/0635-disputes-payouts.ts';
import * as m0650 from './migrations/0650-shipments.ts';
import * as m0660 from './migrations/0660-order-numbers.ts';
import { numberGiven } from './numbers.ts';
import { payoutHandlers, sweepPayouts } from './payouts.ts';
import { refundHandlers } from './refunds.ts';
import { ordersRoutes } from './routes.ts';
import { shipmentRoutes } from './shipments.ts';
import { ordersSnapshot, paymentsSnapshot } from './snapshot.ts';

export {
  firstOrdersBetween,
  firstTrade,
  locationOfOrder,
  otherFirstOrder,
  paymentsBetween,
} from './countable.ts';
export { disputablePayments, listDisputes } from './dispute-queries.ts';
export {
  customerOfEmail,
  hasOrder,
  hasPayment,
  listOrders,
  orderTimes,
  orderTotals,
  readOrder,
  readOrderOfCustomer,
  refundableOrders,
  revenueByItem,
  unfinishedOrders,
} from './queries.ts';

/** Orders, payments and refunds, with their effects on stock. */
export const ordersModule: GatewayModule = {
  name: 'orders',
  migrations: {
    '0040-orders': m0040,
    '0160-returned-goods': m0160,
    '0215-order-entries': m0215,
    '0227-order-number': m0227,
    '0570-sold-goods': m0570,
    '0635-disputes-payouts': m0635,
    '0650-shipments': m0650,
    '0660-order-numbers': m0660,
  },
  commands: {
    ...orderHandlers,
    ...fulfilmentHandlers,
    ...manualOrderHandlers,
    ...refundHandlers,
    ...disputeHandlers,
    ...payoutHandlers,
  },
  projection: ordersProjection,
  writes: [numberGiven],
  audited: ordersAudited,
  snapshots: { orders: ordersSnapshot, payments: paymentsSnapshot },
  sweep: soonest(sweepDisputes, sweepPayouts),
  routes(app, deps) {
    ordersRoutes(app, deps);
    shipmentRoutes(app, deps);
  },
};
