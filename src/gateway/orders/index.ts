import type { GatewayModule } from '../kernel.ts';
import { orderHandlers } from './commands.ts';
import { ordersProjection } from './events.ts';
import { ordersSnapshot, paymentsSnapshot } from './queries.ts';

export { readOrder } from './queries.ts';

export { ordersRoutes } from './routes.ts';

/** Orders, payments and refunds, and what they do to stock. */
export const ordersModule: GatewayModule = {
  name: 'orders',
  commands: orderHandlers,
  reactions: ordersProjection,
  snapshots: { orders: ordersSnapshot, payments: paymentsSnapshot },
};
