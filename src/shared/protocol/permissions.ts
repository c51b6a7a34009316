import { z } from 'zod';

/** Everything a role can be allowed, `domain:action`. */
export const PERMISSIONS = [
  'inventory:read',
  'inventory:reserve',
  'inventory:write',
  'alerts:read',
  'alerts:write',
  'orders:read',
  'orders:write',
  'payments:read',
  'payments:refund',
  'chat:read',
  'chat:write',
  'notifications:read',
  'system:read',
  'admin:read',
  'admin:users',
  'admin:settings',
  'admin:audit',
] as const;
export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

export const ROLES = ['viewer', 'agent', 'manager', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

const VIEWER: readonly Permission[] = [
  'inventory:read',
  'alerts:read',
  'orders:read',
  'payments:read',
  'notifications:read',
  'system:read',
];
const AGENT: readonly Permission[] = [...VIEWER, 'chat:read', 'chat:write', 'inventory:reserve'];
const MANAGER: readonly Permission[] = [
  ...AGENT,
  'inventory:write',
  'alerts:write',
  'orders:write',
  'payments:refund',
];

/** Roles are sets of permissions, each containing the one before. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  agent: AGENT,
  manager: MANAGER,
  admin: PERMISSIONS,
};
