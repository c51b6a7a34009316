import { adminModule } from './admin/index.ts';
import { alertsModule, alertsRoutes } from './alerts/index.ts';
import { chatModule, chatRoutes } from './chat/index.ts';
import type { ModuleRoutes } from './http/index.ts';
import { inventoryModule, inventoryRoutes } from './inventory/index.ts';
import type { GatewayModule } from './kernel.ts';
import { notificationsModule } from './notifications/index.ts';
import { ordersModule, ordersRoutes } from './orders/index.ts';
import { teamModule } from './team/index.ts';

/** Every domain of the gateway. To add one: its module here, its migrations in db/migrations/index.ts. */
export const MODULES: readonly GatewayModule[] = [
  adminModule,
  teamModule,
  inventoryModule,
  ordersModule,
  chatModule,
  alertsModule,
  notificationsModule,
];

/** The domains' reads over REST. */
export const ROUTES: readonly ModuleRoutes[] = [inventoryRoutes, ordersRoutes, chatRoutes, alertsRoutes];
