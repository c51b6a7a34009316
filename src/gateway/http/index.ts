export { createApp } from './app.ts';
export type { RequestTimes } from './edge.ts';
export { createMetrics } from './metrics.ts';
