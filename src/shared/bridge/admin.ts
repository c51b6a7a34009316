import { z } from 'zod';
import { ApiKey, User } from '../domain/admin.ts';
import { Branding } from '../domain/branding.ts';
import { Id } from '../domain/ids.ts';
import { ApiKeyUsesResponse, SessionsResponse } from '../protocol/auth.ts';
import { method, Nothing, Provenance, read } from './contract.ts';

/** Methods about users and API keys. Changes are commands. */
export const adminMethods = {
  'admin.users': read('admin:read', Nothing, z.object({ users: z.array(User).max(500), asOf: Provenance })),
  'admin.api_keys': read(
    'admin:read',
    Nothing,
    z.object({ keys: z.array(ApiKey).max(500), asOf: Provenance }),
  ),
  /** How the customer page looks, as the gateway has it. */
  'admin.branding': read('admin:read', Nothing, z.object({ branding: Branding, asOf: Provenance })),
  /** Asks the server for a user's sessions: they are not in the cache, because each use changes them. */
  'admin.sessions': method('admin:users', z.strictObject({ userId: Id }), SessionsResponse),
  /** Asks the server when each API key was last used. */
  'admin.api_key_uses': method('admin:users', Nothing, ApiKeyUsesResponse),
} as const;
