import { z } from 'zod';
import { COUNT_STATUSES, CountChoice, MAX_COUNT_ENTRIES, MAX_COUNT_LINES } from '../../domain/counts.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { command } from './define.ts';

const byCount = (data: { countId: string }): string => `count:${data.countId}`;
const reason = z.string().trim().min(1, 'Enter a reason.').max(200);
const status = z.object({ status: z.enum(COUNT_STATUSES) });

/** The most characters of a list of ids: with more, a command would not fit into a message. */
const MAX_IDS_LENGTH = 220_000;
const itemIds = z
  .array(Id)
  .max(MAX_COUNT_LINES)
  .refine((ids) => ids.reduce((sum, id) => sum + id.length + 3, 0) <= MAX_IDS_LENGTH, {
    error: 'The list is too long.',
    params: { why: { id: 'value_many', values: { max: MAX_COUNT_LINES } } },
  });

/** Commands on stocktakes. */
export const countCommands = {
  /** Starts a sheet. Each line remembers the level as it is now. */
  'counts.start': command({
    input: z.strictObject({
      countId: Id,
      name: z.string().trim().max(120),
      locationId: Id,
      choice: CountChoice,
      /** Required for a choice by category, null otherwise. */
      category: z.string().min(1).max(120).nullable(),
      /** The items of a list; empty otherwise. */
      itemIds,
      blind: z.boolean(),
    }),
    output: z.object({ countId: Id, number: z.string(), lines: z.int() }),
    permission: 'counts:write',
    subject: byCount,
  }),
  /** Enters what was counted. All entries are taken, or none. */
  'counts.enter': command({
    input: z.strictObject({
      countId: Id,
      entries: z
        .array(
          z.strictObject({
            itemId: Id,
            /** The sum that the line shall have. */
            counted: Quantity.min(0),
            /** Whether it adds a part to what was counted before. */
            adds: z.boolean(),
            /** What the line had when this count began; null for nothing. Kept for the choice after a conflict. */
            from: Quantity.min(0).nullable(),
            /** The `entryId` that the person saw. */
            seen: Id.nullable(),
          }),
        )
        .min(1)
        .max(MAX_COUNT_ENTRIES)
        .refine((entries) => new Set(entries.map(({ itemId }) => itemId)).size === entries.length, {
          error: 'Enter each item once.',
          params: { why: { id: 'count_line_twice', values: {} } },
        }),
      /** When it was counted, ms; the command may arrive much later. null: now. */
      at: Timestamp.nullable(),
    }),
    output: z.object({ counted: z.int() }),
    permission: 'counts:enter',
    subject: byCount,
  }),
  /** Empties lines, so that they are counted again. */
  'counts.recount': command({
    input: z.strictObject({ countId: Id, itemIds: z.array(Id).min(1).max(200) }),
    output: z.object({ lines: z.int() }),
    permission: 'counts:enter',
    subject: byCount,
  }),
  'counts.review': command({
    input: z.strictObject({ countId: Id }),
    output: status,
    permission: 'counts:enter',
    subject: byCount,
  }),
  'counts.reopen': command({
    input: z.strictObject({ countId: Id }),
    output: status,
    permission: 'counts:enter',
    subject: byCount,
  }),
  /** Changes all levels that differ by what the count found, all or nothing, except those of the items left out. */
  'counts.post': command({
    input: z.strictObject({
      countId: Id,
      /** The `rev` of the sheet that was reviewed. */
      rev: z.int().min(0),
      leaveOut: itemIds,
      reason,
    }),
    output: z.object({ changed: z.int() }),
    permission: 'counts:write',
    subject: byCount,
  }),
  'counts.cancel': command({
    input: z.strictObject({ countId: Id, reason }),
    output: status,
    permission: 'counts:write',
    subject: byCount,
  }),
} as const;
