import { z } from 'zod';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { Nothing, Provenance, stream } from './contract.ts';

/**
 * What changed. Topics are channels and `outbox`; keys name the changed records of a topic, null if there are too many.
 */
export const ChangeNotice = z.object({
  n: z.int().min(1),
  topics: z
    .array(z.object({ topic: z.string().max(40), keys: z.array(z.string().max(140)).max(200).nullable() }))
    .max(20),
  /** The changed stock levels, for updating lists in place. */
  levels: z
    .array(
      z.object({
        itemId: Id,
        locationId: Id,
        onHand: z.int(),
        committed: z.int(),
        unavailable: z.int(),
        seq: Seq,
        at: Timestamp,
      }),
    )
    .max(200),
  asOf: Provenance,
});
export type ChangeNotice = z.infer<typeof ChangeNotice>;

/** The stream of change notices, by which the renderer knows what to read again. */
export const changeStreams = {
  'changes.notices': stream('signed_in', Nothing, ChangeNotice),
} as const;
