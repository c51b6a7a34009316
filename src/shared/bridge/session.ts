import { z } from 'zod';
import { GivenPassword, TeamUser } from '../domain/admin.ts';
import { PasswordChange } from '../protocol/auth.ts';
import { SIGN_IN_ENDS } from '../protocol/errors.ts';
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
  /** Whether the user can open this cache by the password while the server cannot be reached, also after signing out. */
  unlock: z.boolean(),
  server: z.string().max(300),
  /** Why the server ended the last session; null if it did not, or if the reason is not known. */
  ended: z.enum(SIGN_IN_ENDS).nullable(),
  user: TeamUser.nullable(),
  permissions: z.array(Permission),
  /** Where tokens are stored: in the system's key store, in a private file, or only in memory for this run. */
  secretStore: z.enum(['system', 'file', 'memory']),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
  /** Whether the server is a demo store, whose data is made up; false while no one is signed in. */
  demo: z.boolean(),
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
    z.strictObject({ username: z.string().trim().min(1).max(80), password: GivenPassword }),
    SessionState,
  ),
  'session.sign_in_persona': method(
    'anyone',
    z.strictObject({ username: z.string().trim().min(1).max(80) }),
    SessionState,
  ),
  'session.sign_out': method('signed_in', Nothing, SessionState),
  /** Changes one's own password and ends one's other sessions. Never stored; `unavailable` while offline. */
  'session.change_password': method('signed_in', PasswordChange, Nothing),
} as const;

/** The stream of the sign-in's state. */
export const sessionStreams = {
  'session.state': stream('anyone', Nothing, SessionState),
} as const;
