import type { GatewayModule } from '../kernel.ts';
import { widgetRoutes } from './routes.ts';

/** The customers' chat page. */
export const widgetModule: GatewayModule = { name: 'widget', commands: {}, routes: widgetRoutes };
