import { z } from 'zod';
import { ROLES, type Role } from '../domain/admin.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from './channels.ts';

type Definitions = typeof CHANNEL_DEFINITIONS;
/** Everything a role can be allowed, `domain:action`. Each domain declares its own with its channel. */
export type Permission = { [C in Channel]: keyof Definitions[C]['permissions'] }[Channel];

/** The lowest role that holds each permission. */
const LOWEST_ROLE = Object.assign(
  {},
  ...CHANNELS.map((name) => CHANNEL_DEFINITIONS[name].permissions),
) as Readonly<Record<Permission, Role>>;

export const PERMISSIONS = Object.keys(LOWEST_ROLE) as readonly Permission[];
export const Permission = z.enum(PERMISSIONS);

const known: ReadonlySet<string> = new Set(PERMISSIONS);

/** Whether this version knows the permission. */
export function isPermission(name: string): name is Permission {
  return known.has(name);
}

/** What a client must hold to receive a channel. */
export const CHANNEL_PERMISSION: Readonly<Record<Channel, Permission>> = {
  ...readPermissions(CHANNEL_DEFINITIONS),
};

/** The channels a set of permissions may receive, in the order of CHANNELS. */
export function channelsFor(permissions: Iterable<Permission>): Channel[] {
  const held = new Set(permissions);
  return CHANNELS.filter((channel) => held.has(CHANNEL_PERMISSION[channel]));
}

/** What each role may do. Roles are ordered: each holds everything the one before it holds. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = Object.fromEntries(
  ROLES.map((role, rank) => [
    role,
    PERMISSIONS.filter((permission) => ROLES.indexOf(LOWEST_ROLE[permission]) <= rank),
  ]),
) as Record<Role, Permission[]>;

/** The read permission of each channel. The type refuses one that no channel declares. */
function readPermissions(
  definitions: { readonly [C in Channel]: { readonly readPermission: Permission } },
): Record<Channel, Permission> {
  return Object.fromEntries(CHANNELS.map((name) => [name, definitions[name].readPermission])) as Record<
    Channel,
    Permission
  >;
}
