import { z } from 'zod';

/** A UUIDv7 (RFC 9562 §5.7): sorts by the time it was made, so an index on it grows at its end. */
export const Uuid = z.uuidv7();

/** A record id: a UUIDv7, or a short stable key such as an imported stock code. At most 64 visible characters. */
export const Id = z.string().min(1).max(64);

/** Milliseconds since the Unix epoch, UTC. Upper bound: the largest instant a JavaScript Date can hold. */
export const Timestamp = z.int().min(0).max(8.64e15);

/** A position in the event log; 0 means before the first event. */
export const Seq = z.int().min(0);

/** Who did something: a member of the team, a customer, or the system itself. */
export const Actor = z.object({
  kind: z.enum(['user', 'customer', 'system']),
  id: Id,
  name: z.string().max(200),
});
export type Actor = z.infer<typeof Actor>;
