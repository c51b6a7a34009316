export { createRealtime, originAllowed, type Realtime } from './server.ts';
export { createRealtimeStats, type RealtimeStats } from './stats.ts';
