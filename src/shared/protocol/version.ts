import { z } from 'zod';

/**
 * The version of the protocol. A minor version only adds events and optional fields; receivers skip what they do not know.
 * A major version may change meanings: the gateway refuses clients of another major version with `invalid`, field
 * `client.protocol`, and the client tells its user which side to update.
 */
export const PROTOCOL_VERSION = { major: 1, minor: 7 } as const;

/** A version of the protocol. */
export const ProtocolVersion = z.object({ major: z.int().min(0), minor: z.int().min(0) });
export type ProtocolVersion = z.infer<typeof ProtocolVersion>;

/** The first minor version whose clients take a windowed snapshot and request older rows. */
const HISTORY_MINOR = 2;

/** Returns whether a client of this version requests older rows itself. Others get all rows in the snapshot. */
export function requestsHistory({ minor }: ProtocolVersion): boolean {
  return minor >= HISTORY_MINOR;
}

/** Returns whether this version can talk to another. */
export function isCompatible(other: ProtocolVersion): boolean {
  return other.major === PROTOCOL_VERSION.major;
}
