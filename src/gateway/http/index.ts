export { createApp } from './app.ts';
export { createMetrics } from './metrics.ts';
