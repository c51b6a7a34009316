export { createRealtime, type Realtime } from './server.ts';
export { createRealtimeStats, type RealtimeStats } from './stats.ts';
