export { createApp } from './app.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export type { GatewayApp, ModuleRoutes, RouteDependencies } from './module-routes.ts';
