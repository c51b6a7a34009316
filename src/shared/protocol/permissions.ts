import { z } from 'zod';
import { ROLES, type Role } from '../domain/admin.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from './channels.ts';

type Definitions = typeof CHANNEL_DEFINITIONS;
/** A permission, `domain:action`. Each domain declares its permissions with its channel. */
export type Permission = { [C in Channel]: keyof Definitions[C]['permissions'] }[Channel];

/** The lowest role that holds each permission. */
const LOWEST_ROLE = Object.assign(
  {},
  ...CHANNELS.map((name) => CHANNEL_DEFINITIONS[name].permissions),
) as Readonly<Record<Permission, Role>>;

/** All permissions of this version. */
export const PERMISSIONS = Object.keys(LOWEST_ROLE) as readonly Permission[];
export const Permission = z.enum(PERMISSIONS);

const known: ReadonlySet<string> = new Set(PERMISSIONS);

/** Returns whether this version knows the permission. */
export function isPermission(name: string): name is Permission {
  return known.has(name);
}

/** The permission that a client needs to receive each channel. */
export const CHANNEL_PERMISSION: Readonly<Record<Channel, Permission>> = {
  ...readPermissions(CHANNEL_DEFINITIONS),
};

/** Returns the channels that a client with these permissions receives, in the order of CHANNELS. */
export function channelsFor(permissions: Iterable<Permission>): Channel[] {
  const held = new Set(permissions);
  return CHANNELS.filter((channel) => held.has(CHANNEL_PERMISSION[channel]));
}

/** The permissions of each role. Roles are ordered; each has all permissions of the one before it. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = Object.fromEntries(
  ROLES.map((role, rank) => [
    role,
    PERMISSIONS.filter((permission) => ROLES.indexOf(LOWEST_ROLE[permission]) <= rank),
  ]),
) as Record<Role, Permission[]>;

/** Returns the read permission of each channel. One that no channel declares is a type error. */
function readPermissions(
  definitions: { readonly [C in Channel]: { readonly readPermission: Permission } },
): Record<Channel, Permission> {
  return Object.fromEntries(CHANNELS.map((name) => [name, definitions[name].readPermission])) as Record<
    Channel,
    Permission
  >;
}
