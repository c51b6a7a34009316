import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';

/** What a reader worker is started with. */
export const ReaderData = z.object({ file: z.string().min(1) });
export type ReaderData = z.infer<typeof ReaderData>;

/** What it is asked. */
export const ReadRequest = z.object({ id: z.int(), name: z.string().max(80), input: z.unknown() });
export type ReadRequest = z.infer<typeof ReadRequest>;

/** What it says: an answer, by the id of the request; or that a query was slow, for the log. */
export type ReaderMessage =
  /** The cache is open. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly result: BridgeResult<unknown> }
  | { readonly kind: 'slow'; readonly sql: string; readonly ms: number; readonly plan: readonly string[] };
