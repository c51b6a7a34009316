import { z } from 'zod';
import type { Permission } from './permissions.ts';

/** The channels of this version. A channel is the unit of permission, of catch-up and of the client's cursor. */
export const CHANNELS = [
  'inventory',
  'alerts',
  'orders',
  'payments',
  'chat',
  'notifications',
  'system',
  'admin',
  'team',
] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** What a client must hold to receive a channel. */
export const CHANNEL_PERMISSION: Readonly<Record<Channel, Permission>> = {
  inventory: 'inventory:read',
  alerts: 'alerts:read',
  orders: 'orders:read',
  payments: 'payments:read',
  chat: 'chat:read',
  notifications: 'notifications:read',
  system: 'system:read',
  admin: 'admin:read',
  team: 'chat:read',
};

/** The channels a set of permissions may receive, in the order of CHANNELS. */
export function channelsFor(permissions: Iterable<Permission>): Channel[] {
  const held = new Set(permissions);
  return CHANNELS.filter((channel) => held.has(CHANNEL_PERMISSION[channel]));
}
