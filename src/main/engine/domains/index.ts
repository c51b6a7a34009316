import type { Database } from 'better-sqlite3';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../store/projection.ts';
import { createSql } from '../store/sql.ts';
import { alertsProjection, dumpAlerts } from './alerts/projection.ts';
import { chatProjection, dumpChat } from './chat/projection.ts';
import { dumpInventory, inventoryProjection } from './inventory/projection.ts';
import { dumpOrders, dumpPayments, ordersProjection, paymentsProjection } from './orders/projection.ts';
import {
  adminProjection,
  dumpAdmin,
  dumpNotifications,
  dumpTeam,
  notificationsProjection,
  systemProjection,
  teamProjection,
} from './small.ts';

type Handler = (event: AnyEvent) => boolean;

/** All projections: what to do with an event, by type, and with a channel as a whole. */
export interface Projections {
  readonly channels: Readonly<Record<Channel, ChannelProjection>>;
  /** Applies an event. False where what it is about is not there. */
  apply(event: AnyEvent): boolean;
}

/** Builds the projections of one connection. Their statements are prepared here, once. */
export function createProjections(context: ProjectionContext): Projections {
  const channels = {
    inventory: inventoryProjection(context),
    alerts: alertsProjection(context),
    orders: ordersProjection(context),
    payments: paymentsProjection(context),
    chat: chatProjection(context),
    notifications: notificationsProjection(context),
    system: systemProjection(context),
    admin: adminProjection(context),
    team: teamProjection(context),
  };
  const all = Object.values(channels);
  // Each handler is declared for the type it stands under (EventHandlers); the lookup by `event.type` keeps that, which
  // TypeScript cannot follow through a map.
  const handlers = new Map<string, Handler>(
    all.flatMap((c) => Object.entries(c.events) as [string, Handler][]),
  );
  return {
    channels: channels as Readonly<Record<Channel, ChannelProjection>>,
    apply: (event) => handlers.get(event.type)?.(event) ?? false,
  };
}

const DUMPS: Readonly<Record<Channel, Dump>> = {
  inventory: dumpInventory,
  alerts: dumpAlerts,
  orders: dumpOrders,
  payments: dumpPayments,
  chat: dumpChat,
  notifications: dumpNotifications,
  system: () => [],
  admin: dumpAdmin,
  team: dumpTeam,
};

/**
 * The canonical rows of a channel, kind by kind, each by its primary key: equal to what the gateway's snapshot carries
 * when both stand at the same cursor. Streams; the connection is busy until the iterator ends.
 */
export function dumpRows(db: Database, channel: Channel): Iterable<SnapshotRow> {
  return DUMPS[channel](createSql(db));
}
