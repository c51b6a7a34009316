export { createRealtime, type Realtime } from './server.ts';
export { createRealtimeStats } from './stats.ts';
