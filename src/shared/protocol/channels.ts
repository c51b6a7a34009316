import { z } from 'zod';
import { admin } from './events/admin.ts';
import { alerts } from './events/alerts.ts';
import { assignment } from './events/assignment.ts';
import { billing } from './events/billing.ts';
import { boards } from './events/boards.ts';
import { canned } from './events/canned.ts';
import { chat } from './events/chat.ts';
import { counts } from './events/counts.ts';
import { filter } from './events/filter.ts';
import { imports } from './events/imports.ts';
import { inventory } from './events/inventory.ts';
import { kpi } from './events/kpi.ts';
import { notifications } from './events/notifications.ts';
import { orders } from './events/orders.ts';
import { payments } from './events/payments.ts';
import { purchasing } from './events/purchasing.ts';
import { reorder } from './events/reorder.ts';
import { reports } from './events/reports.ts';
import { rooms } from './events/rooms.ts';
import { service } from './events/service.ts';
import { suppliers } from './events/suppliers.ts';
import { system } from './events/system.ts';
import { team } from './events/team.ts';
import { transfers } from './events/transfers.ts';
import { usage } from './events/usage.ts';
import { views } from './events/views.ts';
import { watchdog } from './events/watchdog.ts';

/**
 * The channels of this version. Permissions, events and snapshot rows are derived from this list. To add a channel, declare
 * it in `events/<domain>.ts` and add it here.
 */
export const CHANNEL_DEFINITIONS = {
  inventory,
  counts,
  transfers,
  imports,
  alerts,
  orders,
  payments,
  reorder,
  suppliers,
  purchasing,
  chat,
  canned,
  rooms,
  service,
  filter,
  reports,
  assignment,
  kpi,
  notifications,
  system,
  admin,
  watchdog,
  team,
  views,
  usage,
  billing,
  boards,
} as const;

/** The name of a channel. */
export type Channel = keyof typeof CHANNEL_DEFINITIONS;
/** The names of all channels, in the order of their definitions. */
export const CHANNELS = Object.keys(CHANNEL_DEFINITIONS) as readonly Channel[];
export const Channel = z.enum(CHANNELS);

const names: ReadonlySet<unknown> = new Set(CHANNELS);

/** Returns whether this version knows the channel. */
export function isChannel(value: unknown): value is Channel {
  return names.has(value);
}
