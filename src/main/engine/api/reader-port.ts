import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';

/** The data that a reader worker is started with: the path of the cache, and whether only to check the files and end. */
export const ReaderData = z.object({ file: z.string().min(1), check: z.boolean().default(false) });
export type ReaderData = z.input<typeof ReaderData>;

/** A read for a reader worker. `now` is the gateway's time when the read was passed to the worker, ms. */
export const ReadRequest = z.object({
  id: z.int(),
  name: z.string().max(80),
  input: z.unknown(),
  now: z.number(),
});
export type ReadRequest = z.infer<typeof ReadRequest>;

/** A message from a reader worker. */
export type ReaderMessage =
  /** The cache is open. */
  | { readonly kind: 'ready' }
  /** A file of the cache is damaged. */
  | { readonly kind: 'damaged'; readonly detail: string }
  /** The check has ended, with or without a finding. */
  | { readonly kind: 'checked' }
  /** The answer to a request, by its id, with the time it took, ms. */
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly result: BridgeResult<unknown>;
      readonly ms: number;
    }
  /** A slow query to log. */
  | { readonly kind: 'slow'; readonly sql: string; readonly ms: number; readonly plan: readonly string[] };
