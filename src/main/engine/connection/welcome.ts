import { z } from 'zod';
import type { Trouble } from '#shared/protocol/errors.ts';
import { readWelcome, type Welcome } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { isCompatible, PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';

/**
 * The verdict on a welcome message. `rejected` requires an action of the user (update one side, sign in again); after
 * `unreadable`, another attempt may succeed.
 */
export type Greeting =
  | { readonly kind: 'welcome'; readonly welcome: Welcome; readonly newer: number }
  | { readonly kind: 'rejected'; readonly trouble: Trouble }
  | { readonly kind: 'unreadable' };

/** Checks a gateway's welcome message. `userId` is the user who is signed in to the console. */
export function judgeGreeting(payload: unknown, userId: string): Greeting {
  const version = z.object({ protocol: ProtocolVersion }).safeParse(payload);
  if (version.success && !isCompatible(version.data.protocol))
    return { kind: 'rejected', trouble: versionTrouble(version.data.protocol) };
  const read = readWelcome(payload);
  if (read === null) return { kind: 'unreadable' };
  if (read.welcome.user.id !== userId) return { kind: 'rejected', trouble: refused('server_other_user', {}) };
  return { kind: 'welcome', ...read };
}

/** Returns which side to update. */
export function versionTrouble({ major }: ProtocolVersion): Trouble {
  const versions = { theirs: major, ours: PROTOCOL_VERSION.major };
  return refused(major > PROTOCOL_VERSION.major ? 'update_console' : 'update_server', versions);
}
