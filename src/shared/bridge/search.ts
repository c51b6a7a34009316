import { z } from 'zod';
import { Timestamp } from '../domain/ids.ts';
import { Subject } from '../domain/subject.ts';
import { Nothing, Provenance, read } from './contract.ts';

/** A kind of record to search for. The engine's domains declare the kinds; unknown kinds give no results. */
const SearchKind = z.string().min(1).max(40);

/** The full-text search. */
export const searchMethods = {
  /** Full-text search of the cache: results with whole words first, each newest first. `after` is `next` of the last page. */
  'search.query': read(
    'signed_in',
    z.strictObject({
      text: z.string().trim().min(1).max(200),
      /** null for all kinds. */
      kinds: z.array(SearchKind).max(20).nullable(),
      limit: z.int().min(1).max(50),
      after: z.string().max(400).nullable().optional(),
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
            /** The record to open: for a message, its conversation. */
            subject: Subject,
          }),
        )
        .max(50),
      next: z.string().max(400).nullable(),
      asOf: Provenance,
    }),
  ),
  /** Whether searches find everything in the cache. After an upgrade, it takes a while until all text is indexed again. */
  'search.index': read('signed_in', Nothing, z.object({ complete: z.boolean() })),
} as const;
