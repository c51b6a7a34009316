import type { GatewayModule } from '../kernel.ts';
import { roomsAudience } from './audience.ts';
import { roomsAudited } from './audited.ts';
import { roomHandlers } from './commands.ts';
import { roomsProjection } from './events.ts';
import { exportHandlers, exportRoutes } from './exports.ts';
import * as m0460 from './migrations/0460-rooms.ts';
import * as m0512 from './migrations/0512-redacted.ts';
import * as m0540 from './migrations/0540-room-exports.ts';
import * as m0561 from './migrations/0561-masked.ts';
import { sweepRoomMessages } from './retention.ts';
import { roomsRoutes } from './routes.ts';
import { roomsSnapshot } from './snapshot.ts';

export { listRoomMessages, readRoom } from './queries.ts';

/** Rooms in which the team talks: open ones, and private ones that nobody but their members sees. */
export const roomsModule: GatewayModule = {
  name: 'rooms',
  migrations: {
    '0460-rooms': m0460,
    '0512-redacted': m0512,
    '0540-room-exports': m0540,
    '0561-masked': m0561,
  },
  commands: { ...roomHandlers, ...exportHandlers },
  projection: roomsProjection,
  audited: roomsAudited,
  snapshots: { rooms: roomsSnapshot },
  audiences: { rooms: roomsAudience },
  sweep: sweepRoomMessages,
  routes: (app, deps) => {
    roomsRoutes(app, deps);
    exportRoutes(app, deps);
  },
};
