import { z } from 'zod';

/** A UUIDv7 (RFC 9562 §5.7). It sorts by creation time, so new index entries are appended. */
export const Uuid = z.uuidv7({
  error: 'Must be a UUID of version 7, which begins with the time it was made.',
});

/** Returns the time at which a UUIDv7 was made, by its maker's clock, ms: its first 48 bits. */
export function timeOfUuid(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Returns the text that all UUIDv7 made before a time, in ms, sort before, and all others after. */
export function firstUuidOf(at: number): string {
  const hex = Math.max(0, Math.trunc(at)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`;
}

/** The id of something a client makes and may send again: in capitals it is the same id. */
export const ClientUuid = Uuid.toLowerCase().describe(
  'A UUID of version 7 (RFC 9562 §5.7), made anew for each command: its first 48 bits are the time in ms since 1970. Other versions are refused, because they do not tell when the command was made.',
);

/** A record id: a UUIDv7, or a short stable key such as an imported stock code. 1 to 64 characters. */
export const Id = z.string().min(1).max(64);

/** Milliseconds since the Unix epoch, UTC. Upper bound: the largest instant a JavaScript Date can hold. */
export const Timestamp = z.int().min(0).max(8.64e15);

/** A sequence number: a position in the event log. 0 is the position before the first event. */
export const Seq = z.int().min(0);

/** Who caused an event: a team member, a customer or the system. */
export const Actor = z.object({
  kind: z.enum(['user', 'customer', 'system']),
  id: Id,
  name: z.string().max(200),
});
export type Actor = z.infer<typeof Actor>;
