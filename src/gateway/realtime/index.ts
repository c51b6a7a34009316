export { Audiences } from './audience.ts';
export { EventStreams } from './event-streams.ts';
export { createRealtime, type Realtime } from './server.ts';
export { createRealtimeStats, type RealtimeStats } from './stats.ts';
