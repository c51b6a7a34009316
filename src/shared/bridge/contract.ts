import { z } from 'zod';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import type { ProtocolError } from '../protocol/errors.ts';
import type { Permission } from '../protocol/permissions.ts';
import { refused } from '../protocol/refusals.ts';

/** What a method requires: nothing, a signed-in user, or a permission. */
export type Access = 'anyone' | 'signed_in' | Permission;

/**
 * A method that the renderer can call. A `read` is answered from the cache by a reader thread, a `method` by a service.
 */
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
 * A stream that the renderer can watch. The next item is sent only after the previous one was taken, that is, after the
 * listener's promise settled. So an item is always the newest state, and items never queue up.
 */
export interface StreamDefinition<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly access: Access;
  readonly input: I;
  readonly item: T;
}

/** Declares a method. Main checks the input and the output against their schemas. */
export function method<I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): MethodDefinition<I, O, 'method'> {
  return { kind: 'method', access, input, output };
}

/** Declares a read: a query of the cache. The engine's domain that declares the name answers it. */
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

/** An empty object, for methods without input or output. */
export const Nothing = z.strictObject({});

/**
 * The input field of methods that keep somebody's words: the user who wrote them, as the page knows it. All pages share one
 * sign-in, and a call may arrive after somebody else has signed in on another page; then it is refused.
 */
export const MadeBy = { by: Id.optional() } as const;

/** Returns the error of an input that was made by somebody else than the signed-in user; null otherwise. */
export function madeByOther(input: unknown, userId: string | null): ProtocolError | null {
  if (typeof input !== 'object' || input === null || !('by' in input)) return null;
  if (input.by === undefined || input.by === userId) return null;
  return refused('another_signed_in', {});
}

/** How current an answer is: the position in the log that it includes, and when that position was last confirmed, ms. */
export const Provenance = z.object({ seq: Seq, at: Timestamp.nullable() });
export type Provenance = z.infer<typeof Provenance>;

/** What a list asks the server for when it is read past the rows in the cache: the page of rows before a position. */
export const Older = z.object({
  channel: z.string().max(40),
  kind: z.string().max(40),
  of: z.object({ kind: z.string().max(40), id: z.string().max(200) }).nullable(),
  before: z.string().max(1000).nullable(),
});
export type Older = z.infer<typeof Older>;

/** A page of a list. Pass `next` as `after` to get the following page; null at the end. With `older`, rows are missing. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({
    rows: z.array(item).max(500),
    next: z.string().max(400).nullable(),
    asOf: Provenance,
    older: Older.optional(),
  });
}

/** The input fields of a paged read. `after` is null for the first page. */
export const PageRequest = { after: z.string().max(400).nullable(), limit: z.int().min(1).max(200) } as const;
