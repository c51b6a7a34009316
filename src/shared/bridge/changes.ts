import { z } from 'zod';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { Nothing, Provenance, stream } from './contract.ts';

/** What changed: topics are channels (and `outbox`), keys the records in them; null keys mean "too many to name". */
export const ChangeNotice = z.object({
  n: z.int().min(1),
  topics: z
    .array(z.object({ topic: z.string().max(40), keys: z.array(z.string().max(140)).max(200).nullable() }))
    .max(20),
  /** The newest levels that changed, for patching lists in place. */
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

export const changeStreams = {
  'changes.notices': stream('signed_in', Nothing, ChangeNotice),
} as const;
