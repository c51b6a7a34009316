import { z } from 'zod';
import { GivenPassword, NewPassword, Session, TeamUser } from '../domain/admin.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { Permission } from './permissions.ts';

/** The body of POST /api/v1/auth/login. */
export const LoginRequest = z.strictObject({
  username: z.string().trim().min(1).max(80),
  password: GivenPassword,
});

/**
 * Headers of a sign-in, optional: what the device calls itself, and the `deviceToken` of an earlier sign-in on it. Headers,
 * because gateways before 1.2 refuse unknown fields.
 */
export const DEVICE_HEADERS = { name: 'x-quayside-device', token: 'x-quayside-device-token' } as const;

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
  /**
   * After a sign-in with a password: the proof that the user has signed in on this device. Others' wrong passwords never lock
   * out a device that sends it with the next sign-in. It opens nothing by itself.
   */
  deviceToken: z.string().max(2000).optional(),
});
export type TokenGrant = z.infer<typeof TokenGrant>;

/** The response to GET /api/v1/auth/personas: the demo's one-click accounts, none if the gateway runs no demo. */
export const PersonasResponse = z.object({
  personas: z.array(z.object({ username: z.string(), name: z.string(), role: TeamUser.shape.role })).max(10),
});
/** The body of POST /api/v1/auth/persona, which signs in as a demo account. Only a demo gateway has this route. */
export const PersonaRequest = z.strictObject({ username: z.string().trim().min(1).max(80) });

/** The body of POST /api/v1/auth/password, which changes one's own password and ends one's other sessions. */
export const PasswordChange = z.strictObject({ current: GivenPassword, password: NewPassword });

/** The response to GET /api/v1/admin/users/:id/sessions. `current` is the session of the request. */
export const SessionsResponse = z.object({
  sessions: z.array(Session.extend({ current: z.boolean() })).max(500),
});

/** The response to GET /api/v1/admin/api-keys/uses: when and from where each key was last used. */
export const ApiKeyUsesResponse = z.object({
  uses: z.array(z.object({ keyId: Id, at: Timestamp, address: z.string().max(100).nullable() })).max(500),
});
