import { z } from 'zod';
import { Timestamp } from '../domain/ids.ts';
import { Subject } from '../domain/subject.ts';
import { Provenance, read } from './contract.ts';

/** A kind of record that can be searched for. The engine's domains say which there are; of any other nothing is found. */
const SearchKind = z.string().min(1).max(40);

export const searchMethods = {
  /** Full text over what is cached, newest first. */
  'search.query': read(
    'signed_in',
    z.strictObject({
      text: z.string().trim().min(1).max(200),
      /** null: all. */
      kinds: z.array(SearchKind).max(20).nullable(),
      limit: z.int().min(1).max(50),
    }),
    z.object({
      rows: z
        .array(
          z.object({
            kind: SearchKind,
            id: z.string(),
            title: z.string(),
            snippet: z.string(),
            at: Timestamp.nullable(),
            /** What to open: for a message, its conversation. */
            subject: Subject,
          }),
        )
        .max(50),
      asOf: Provenance,
    }),
  ),
} as const;
