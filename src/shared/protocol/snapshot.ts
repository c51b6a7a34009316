import type { z } from 'zod';
import { TeamUser, WorkspaceSetting } from '../domain/admin.ts';
import { Alert, AlertRule } from '../domain/alerts.ts';
import { Conversation, Message, ReadPosition } from '../domain/chat.ts';
import { Item, Level, Location, Movement, Reservation, Threshold } from '../domain/inventory.ts';
import { Notification } from '../domain/notifications.ts';
import { Order, Payment } from '../domain/orders.ts';
import type { Channel } from './channels.ts';

/**
 * The rows each channel's projection is made of, by kind: what a snapshot carries, and what must be equal at the gateway
 * and at a client that has caught up. A client replaces all kinds of a channel at once.
 */
export const SNAPSHOT_ROWS = {
  inventory: {
    item: Item,
    location: Location,
    level: Level,
    movement: Movement,
    reservation: Reservation,
    threshold: Threshold,
  },
  alerts: { alert: Alert, rule: AlertRule },
  orders: { order: Order },
  payments: { payment: Payment },
  chat: { conversation: Conversation, message: Message, read_position: ReadPosition },
  notifications: { notification: Notification },
  system: {},
  admin: { user: TeamUser, setting: WorkspaceSetting },
  team: { member: TeamUser },
} as const satisfies Record<Channel, Record<string, z.ZodType>>;

/** One row as it travels: its kind, and the row itself. */
export interface SnapshotRow {
  readonly kind: string;
  readonly row: unknown;
}

const schemas: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(SNAPSHOT_ROWS).flatMap(([channel, kinds]) =>
    Object.entries(kinds).map(([kind, schema]): [string, z.ZodType] => [`${channel}/${kind}`, schema]),
  ),
);

/** The schema of a kind of row in a channel; undefined if there is none. */
export function snapshotRowSchema(channel: Channel, kind: string): z.ZodType | undefined {
  return schemas.get(`${channel}/${kind}`);
}
