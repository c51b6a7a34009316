import { z } from 'zod';
import { type AnyEvent, parseEvent } from '#shared/protocol/events/index.ts';
import type { AnyWrite, Applying, StorageOwner } from '../kernel.ts';

/** One entry of a commit record: an event with its sequence, or a named write with its data. */
export type Entry = { readonly event: AnyEvent } | { readonly write: string; readonly data: unknown };

/**
 * All that one commit has changed, in order. The tables are a function of the records: they are written only by applying
 * entries, so a database that applies the same records holds the same rows.
 */
export interface CommitRecord {
  /** The head of the log before the first entry. */
  readonly after: number;
  readonly entries: readonly Entry[];
}

const Event = z.unknown().transform((input, context): AnyEvent => {
  const read = parseEvent(input);
  if (read.ok && !read.value.newer) return read.value.event;
  context.addIssue({ code: 'custom', message: read.ok ? 'has newer fields' : read.error.error.message });
  return z.NEVER;
});

/** Parses a record of another process. */
export const CommitRecordSchema: z.ZodType<CommitRecord> = z.object({
  after: z.int().min(0),
  entries: z.array(
    z.union([z.strictObject({ write: z.string(), data: z.unknown() }), z.strictObject({ event: Event })]),
  ),
});

type AnyProjection = (on: Applying, event: unknown) => void;

/** The projections and writes of all owners of tables, by event type and by name. */
export interface Appliers {
  readonly projections: ReadonlyMap<string, readonly AnyProjection[]>;
  readonly writes: ReadonlyMap<string, AnyWrite>;
}

/** Collects what applies records. Throws when two owners have a write of the same name. */
export function collectAppliers(owners: readonly StorageOwner[]): Appliers {
  const projections = new Map<string, AnyProjection[]>();
  const writes = new Map<string, AnyWrite>();
  for (const owner of owners) {
    for (const [type, project] of Object.entries(owner.projection ?? {})) {
      const list = projections.get(type) ?? [];
      // The owner's type pairs each name with a function of its event.
      list.push(project as AnyProjection);
      projections.set(type, list);
    }
    for (const write of owner.writes ?? []) {
      if (writes.has(write.name)) throw new Error(`two writes are named ${write.name}`);
      writes.set(write.name, write);
    }
  }
  return { projections, writes };
}
