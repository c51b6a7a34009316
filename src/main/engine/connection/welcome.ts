import { z } from 'zod';
import { readWelcome, type Welcome } from '#shared/protocol/messages.ts';
import { isCompatible, PROTOCOL_VERSION, ProtocolVersion } from '#shared/protocol/version.ts';

/**
 * What a welcome means: go on; `rejected`, where somebody has to act (update a side, sign in again); or `unreadable`, where
 * another attempt may bring a better one.
 */
export type Greeting =
  | { readonly kind: 'welcome'; readonly welcome: Welcome; readonly newer: number }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'unreadable' };

/** Judges what a gateway greets with. `userId` is whom the console has signed in. */
export function judgeGreeting(payload: unknown, userId: string): Greeting {
  const version = z.object({ protocol: ProtocolVersion }).safeParse(payload);
  if (version.success && !isCompatible(version.data.protocol))
    return { kind: 'rejected', detail: versionDetail(version.data.protocol) };
  const read = readWelcome(payload);
  if (read === null) return { kind: 'unreadable' };
  if (read.welcome.user.id !== userId)
    return { kind: 'rejected', detail: 'The server knows this sign-in as another user. Sign in again.' };
  return { kind: 'welcome', ...read };
}

/** Says which side has to be updated, in words for the user. */
export function versionDetail(theirs: ProtocolVersion): string {
  const versions = `the server speaks protocol ${theirs.major}, this console ${PROTOCOL_VERSION.major}`;
  return theirs.major > PROTOCOL_VERSION.major
    ? `Update this console: ${versions}.`
    : `The server must be updated: ${versions}.`;
}
