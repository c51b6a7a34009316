export { createApp } from './app.ts';
export { createMetrics } from './metrics.ts';
export type { GatewayApp, ModuleRoutes } from './module-routes.ts';
