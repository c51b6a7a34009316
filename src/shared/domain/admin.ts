import { z } from 'zod';
import { Id } from './ids.ts';

/** The roles, lowest first. Each role includes the rights of the roles before it. */
export const ROLES = ['viewer', 'agent', 'manager', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** The public profile of a team member. */
export const TeamUser = z.object({
  id: Id,
  username: z.string().min(1).max(80),
  name: z.string().min(1).max(200),
  role: Role,
});
export type TeamUser = z.infer<typeof TeamUser>;

/** A workspace setting: a key and its value. */
export const WorkspaceSetting = z.object({
  key: z.string().min(1).max(80),
  value: z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
});
export type WorkspaceSetting = z.infer<typeof WorkspaceSetting>;
