import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Timestamp } from '../domain/ids.ts';
import { Permission } from './permissions.ts';

/** The body of POST /api/v1/auth/login. */
export const LoginRequest = z.strictObject({
  username: z.string().trim().min(1).max(80),
  password: z.string().min(1).max(200),
});
/**
 * The body of POST /api/v1/auth/refresh. A refresh token works once; using it again revokes every token derived from
 * it.
 */
export const RefreshRequest = z.strictObject({ refreshToken: z.string().min(1).max(4096) });
/** The response to both. Times are in ms. */
export const TokenGrant = z.object({
  accessToken: z.string(),
  accessExpiresAt: Timestamp,
  refreshToken: z.string(),
  refreshExpiresAt: Timestamp,
  user: TeamUser,
  permissions: z.array(Permission),
});
export type TokenGrant = z.infer<typeof TokenGrant>;

/** The response to GET /api/v1/auth/personas: the demo's one-click accounts, none if the gateway runs no demo. */
export const PersonasResponse = z.object({
  personas: z.array(z.object({ username: z.string(), name: z.string(), role: TeamUser.shape.role })).max(10),
});
/** The body of POST /api/v1/auth/persona, which signs in as a demo account. Only a demo gateway has this route. */
export const PersonaRequest = z.strictObject({ username: z.string().trim().min(1).max(80) });
