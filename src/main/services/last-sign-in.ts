import { z } from 'zod';
import { TeamUser } from '#shared/domain/admin.ts';
import { Permission } from '#shared/protocol/permissions.ts';

/** A signed-in user: enough to read the cache while the server cannot be reached. Holds no secrets. */
export const LastSignIn = z.object({
  server: z.string(),
  user: TeamUser,
  permissions: z.array(Permission),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
  demo: z.boolean().default(false),
});
export type LastSignIn = z.infer<typeof LastSignIn>;
