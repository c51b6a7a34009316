import { z } from 'zod';
import { MAX_KEPT, SUMMARY_KINDS, SummaryChoice, SummaryName, WrittenSummary } from '../domain/summaries.ts';
import { method, Nothing } from './contract.ts';

/** The forms of a summary. */
export const SUMMARY_FORMS = ['csv', 'pdf'] as const;

/** What is written by schedule, where, and the newest that were. */
const Summaries = z.object({
  choice: SummaryChoice.omit({ since: true }),
  /** The folder on this computer. */
  folder: z.string().max(4000),
  /** Newest first. */
  written: z.array(WrittenSummary).max(2 * MAX_KEPT),
});
export type Summaries = z.infer<typeof Summaries>;

/** Methods of the summaries that this computer writes. */
export const summaryMethods = {
  'summaries.list': method('payments:read', Nothing, Summaries),
  /** Changes what is written from now on. */
  'summaries.choose': method('payments:read', SummaryChoice.omit({ since: true }), Summaries),
  /**
   * Writes the summary of the last whole day or week anew. Errors: `unavailable` with why while figures are not complete or the
   * file cannot be written.
   */
  'summaries.write': method('payments:read', z.strictObject({ kind: z.enum(SUMMARY_KINDS) }), Summaries),
  /** Returns a file, base64. Errors: `not_found`. */
  'summaries.load': method(
    'payments:read',
    z.strictObject({ name: SummaryName, form: z.enum(SUMMARY_FORMS) }),
    z.object({ data: z.string().max(8_000_000) }),
  ),
} as const;
