import { z } from 'zod';
import { Id } from './ids.ts';

/** A member of the team, as others may see them. `role` is one of the protocol's ROLES. */
export const TeamUser = z.object({
  id: Id,
  username: z.string().min(1).max(80),
  name: z.string().min(1).max(200),
  role: z.enum(['viewer', 'agent', 'manager', 'admin']),
});
export type TeamUser = z.infer<typeof TeamUser>;

/** A workspace setting, by key. */
export const WorkspaceSetting = z.object({
  key: z.string().min(1).max(80),
  value: z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
});
export type WorkspaceSetting = z.infer<typeof WorkspaceSetting>;
