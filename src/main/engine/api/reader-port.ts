import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';

/** The data that a reader worker is started with: the path of the cache. */
export const ReaderData = z.object({ file: z.string().min(1) });
export type ReaderData = z.infer<typeof ReaderData>;

/** A read for a reader worker. `now` is the gateway's time when the read was passed to the worker, ms. */
export const ReadRequest = z.object({
  id: z.int(),
  name: z.string().max(80),
  input: z.unknown(),
  now: z.number(),
});
export type ReadRequest = z.infer<typeof ReadRequest>;

/** A message from a reader worker: the answer to a request, by its id, with the time it took (ms), or a slow query to log. */
export type ReaderMessage =
  /** The cache is open. */
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly result: BridgeResult<unknown>;
      readonly ms: number;
    }
  | { readonly kind: 'slow'; readonly sql: string; readonly ms: number; readonly plan: readonly string[] };
