import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Permission } from '../protocol/permissions.ts';
import { method, Nothing, stream } from './contract.ts';

/** A step that can take a while when a cache is opened, in its own units. */
export const OpeningProgress = z.object({
  step: z.enum(['checking', 'upgrading']),
  done: z.int().min(0),
  total: z.int().min(1),
});
export type OpeningProgress = z.infer<typeof OpeningProgress>;

/** The user's sign-in to a gateway, as shown to pages. */
export const SessionState = z.object({
  /** `opening`: the cache of the last user is being opened. */
  status: z.enum(['opening', 'signed_out', 'signed_in']),
  /** How far opening has come; null while it is not known. */
  opening: OpeningProgress.nullable(),
  /**
   * Signed in without tokens, because they were not kept or cannot be read: the cache can be read, and nothing can be
   * changed until the user signs in again. `permissions` then holds only those to read.
   */
  review: z.boolean(),
  server: z.string().max(300),
  user: TeamUser.nullable(),
  permissions: z.array(Permission),
  /** Where tokens are stored: in the system's key store, in a private file, or only in memory for this run. */
  secretStore: z.enum(['system', 'file', 'memory']),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
});
export type SessionState = z.infer<typeof SessionState>;

/** Methods to sign in and out. */
export const sessionMethods = {
  'session.state': method('anyone', Nothing, SessionState),
  'session.personas': method(
    'anyone',
    Nothing,
    z.object({
      personas: z.array(z.object({ username: z.string(), name: z.string(), role: TeamUser.shape.role })),
    }),
  ),
  'session.sign_in': method(
    'anyone',
    z.strictObject({ username: z.string().trim().min(1).max(80), password: z.string().min(1).max(200) }),
    SessionState,
  ),
  'session.sign_in_persona': method(
    'anyone',
    z.strictObject({ username: z.string().trim().min(1).max(80) }),
    SessionState,
  ),
  'session.sign_out': method('signed_in', Nothing, SessionState),
} as const;

/** The stream of the sign-in's state. */
export const sessionStreams = {
  'session.state': stream('anyone', Nothing, SessionState),
} as const;
