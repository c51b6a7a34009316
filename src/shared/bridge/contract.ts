import { z } from 'zod';
import { Seq, Timestamp } from '../domain/ids.ts';
import type { Permission } from '../protocol/permissions.ts';

/** What the user must be to call a method: anyone, signed in, or holding a permission. */
export type Access = 'anyone' | 'signed_in' | Permission;

/** One thing the renderer may ask of main. A `read` is answered from the cache by a reader thread, a `method` by a service. */
export interface MethodDefinition<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  K extends 'method' | 'read' = 'method' | 'read',
> {
  readonly kind: K;
  readonly access: Access;
  readonly input: I;
  readonly output: O;
}

/**
 * One thing the renderer may watch. The next item is sent only after the last one was taken (the listener's promise
 * settled), so what is sent is always the newest state and never a queue.
 */
export interface StreamDefinition<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly access: Access;
  readonly input: I;
  readonly item: T;
}

/** Declares a method; schemas are applied in main, on the way in and on the way out. */
export function method<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): MethodDefinition<I, O, 'method'> {
  return { kind: 'method', access, input, output };
}

/** Declares a read: a query of the cache, routed to the domain that answers it by its name. */
export function read<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): MethodDefinition<I, O, 'read'> {
  return { kind: 'read', access, input, output };
}

/** Declares a stream. */
export function stream<I extends z.ZodType, T extends z.ZodType>(
  access: Access,
  input: I,
  item: T,
): StreamDefinition<I, T> {
  return { kind: 'stream', access, input, item };
}

/** No input. */
export const Nothing = z.strictObject({});

/** Where a figure or a list comes from: the position in the log it holds up to, and when that position was last confirmed. */
export const Provenance = z.object({ seq: Seq, at: Timestamp.nullable() });
export type Provenance = z.infer<typeof Provenance>;

/** A page of a list, by key: pass `next` back to go on; null at the end. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ rows: z.array(item).max(500), next: z.string().max(400).nullable(), asOf: Provenance });
}

/** How a page is asked for. */
export const PageRequest = { after: z.string().max(400).nullable(), limit: z.int().min(1).max(200) } as const;
