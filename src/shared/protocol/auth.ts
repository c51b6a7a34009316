import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Timestamp } from '../domain/ids.ts';
import { Permission } from './permissions.ts';

/** POST /api/v1/auth/login. */
export const LoginRequest = z.strictObject({
  username: z.string().trim().min(1).max(80),
  password: z.string().min(1).max(200),
});
/** POST /api/v1/auth/refresh. A refresh token works once; using it again ends the whole session family. */
export const RefreshRequest = z.strictObject({ refreshToken: z.string().min(1).max(4096) });
/** Answer of both. */
export const TokenGrant = z.object({
  accessToken: z.string(),
  accessExpiresAt: Timestamp,
  refreshToken: z.string(),
  refreshExpiresAt: Timestamp,
  user: TeamUser,
  permissions: z.array(Permission),
});
export type TokenGrant = z.infer<typeof TokenGrant>;

/** GET /api/v1/auth/personas: the demo's one-click accounts; an empty list where the gateway has no demo. */
export const PersonasResponse = z.object({
  personas: z.array(z.object({ username: z.string(), name: z.string(), role: TeamUser.shape.role })).max(10),
});
/** POST /api/v1/auth/persona: sign in as one of them. Exists only on a demo gateway. */
export const PersonaRequest = z.strictObject({ username: z.string().trim().min(1).max(80) });
