import { z } from 'zod';

/** Ids are the page's own number line. */
const MessageId = z.int().min(0);

/**
 * What a page may send. `name` and `input` are the router's to judge, so that the answer carries the page's id. Types of
 * both directions are in shared/bridge/wire.ts.
 */
export const PageMessage = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: MessageId, name: z.unknown(), input: z.unknown() }),
  z.strictObject({ t: z.literal('open'), id: MessageId, name: z.unknown(), input: z.unknown() }),
  z.strictObject({ t: z.literal('taken'), id: MessageId }),
  z.strictObject({ t: z.literal('close'), id: MessageId }),
]);
export type PageMessage = z.infer<typeof PageMessage>;
