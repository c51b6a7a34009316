import { z } from 'zod';

/**
 * The version of everything under `protocol`. A minor version only adds (events, optional fields): a receiver skips what
 * it does not know. A major version may change meaning: the gateway refuses a client of another major version with
 * `invalid`, field `client.protocol`, and the client tells its user which side to update.
 */
export const PROTOCOL_VERSION = { major: 1, minor: 1 } as const;

export const ProtocolVersion = z.object({ major: z.int().min(0), minor: z.int().min(0) });
export type ProtocolVersion = z.infer<typeof ProtocolVersion>;

/** Whether two sides can talk. */
export function isCompatible(other: ProtocolVersion): boolean {
  return other.major === PROTOCOL_VERSION.major;
}
