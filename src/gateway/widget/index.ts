import type { GatewayModule } from '../kernel.ts';
import { saveWidgetCustomer } from './customers.ts';
import * as m0228 from './migrations/0228-widget-customers.ts';
import { widgetRoutes } from './routes.ts';

/** The customers' chat page. */
export const widgetModule: GatewayModule = {
  name: 'widget',
  migrations: { '0228-widget-customers': m0228 },
  writes: [saveWidgetCustomer],
  commands: {},
  routes: widgetRoutes,
};
