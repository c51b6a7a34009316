import { adminModule } from './admin/index.ts';
import { alertsModule } from './alerts/index.ts';
import { assignmentModule } from './assignment/index.ts';
import { attachmentsModule } from './attachments/index.ts';
import { billingModule } from './billing/index.ts';
import { boardsModule } from './boards/index.ts';
import { cannedModule } from './canned/index.ts';
import { chatModule } from './chat/index.ts';
import { countsModule } from './counts/index.ts';
import { filterModule } from './filter/index.ts';
import { importsModule } from './imports/index.ts';
import { inventoryModule } from './inventory/index.ts';
import type { GatewayModule } from './kernel.ts';
import { kpiModule } from './kpi/index.ts';
import { notificationsModule } from './notifications/index.ts';
import { ordersModule } from './orders/index.ts';
import { purchasingModule } from './purchasing/index.ts';
import { reorderModule } from './reorder/index.ts';
import { reportsModule } from './reports/index.ts';
import { roomsModule } from './rooms/index.ts';
import { serviceModule } from './service/index.ts';
import { suppliersModule } from './suppliers/index.ts';
import { systemModule } from './system/index.ts';
import { teamModule } from './team/index.ts';
import { transfersModule } from './transfers/index.ts';
import { usageModule } from './usage/index.ts';
import { viewsModule } from './views/index.ts';
import { watchdogModule } from './watchdog/index.ts';
import { widgetModule } from './widget/index.ts';

/**
 * Every domain of the gateway, the only list of them. Reactions to an event run in this order, so a domain stands after
 * those whose tables its reactions read.
 */
export const MODULES: readonly GatewayModule[] = [
  adminModule,
  systemModule,
  teamModule,
  inventoryModule,
  countsModule,
  transfersModule,
  watchdogModule,
  importsModule,
  ordersModule,
  reorderModule,
  suppliersModule,
  purchasingModule,
  attachmentsModule,
  filterModule,
  chatModule,
  serviceModule,
  reportsModule,
  cannedModule,
  roomsModule,
  assignmentModule,
  alertsModule,
  kpiModule,
  notificationsModule,
  viewsModule,
  usageModule,
  billingModule,
  boardsModule,
  widgetModule,
];
