import { z } from 'zod';
import { readWelcome, type Welcome } from '#shared/protocol/messages.ts';
import { isCompatible, PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';

/**
 * The verdict on a welcome message. `rejected` requires an action of the user (update one side, sign in again); after
 * `unreadable`, another attempt may succeed.
 */
export type Greeting =
  | { readonly kind: 'welcome'; readonly welcome: Welcome; readonly newer: number }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'unreadable' };

/** Checks a gateway's welcome message. `userId` is the user who is signed in to the console. */
export function judgeGreeting(payload: unknown, userId: string): Greeting {
  const version = z.object({ protocol: ProtocolVersion }).safeParse(payload);
  if (version.success && !isCompatible(version.data.protocol))
    return { kind: 'rejected', detail: versionDetail(version.data.protocol) };
  const read = readWelcome(payload);
  if (read === null) return { kind: 'unreadable' };
  if (read.welcome.user.id !== userId)
    return { kind: 'rejected', detail: 'The server has you signed in as another user. Sign in again.' };
  return { kind: 'welcome', ...read };
}

/** Returns a sentence for the user that says which side to update. */
export function versionDetail(theirs: ProtocolVersion): string {
  const versions = `The server uses protocol ${theirs.major}, this console ${PROTOCOL_VERSION.major}.`;
  return theirs.major > PROTOCOL_VERSION.major
    ? `Update this console. ${versions}`
    : `The server must be updated. ${versions}`;
}
