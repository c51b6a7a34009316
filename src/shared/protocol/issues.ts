import { z } from 'zod';
import { TYPABLE } from '../domain/admin.ts';
import { CodedText } from '../domain/coded-text.ts';
import type { ProtocolError } from './errors.ts';
import { why } from './refusals.ts';

/** What texts depend on in an issue. */
const Issue = z.object({
  code: z.string(),
  message: z.string().optional(),
  origin: z.string().optional(),
  minimum: z.number().optional().catch(undefined),
  maximum: z.number().optional().catch(undefined),
  expected: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  params: z.object({ why: CodedText.optional().catch(undefined) }).optional(),
});

/**
 * Returns the first issue of a failed parse as an `invalid` error. `field` is its path, or `root` for the value itself.
 */
export function invalidFrom(error: z.ZodError, root = 'data'): ProtocolError {
  const issue = error.issues[0];
  const field = issue && issue.path.length > 0 ? issue.path.map(String).join('.').slice(0, 200) : root;
  return {
    code: 'invalid',
    message: (issue?.message ?? 'The value is not valid.').slice(0, 1000),
    why: issueOf(issue),
    field,
  };
}

/**
 * Returns what is wrong with a value, from an issue as zod reports it or as the HTTP server hands it on. A rule of our own
 * names its text in `params.why`.
 */
export function issueOf(issue: unknown): CodedText {
  const { data } = Issue.safeParse(issue);
  if (data === undefined) return why('value_invalid', {});
  switch (data.code) {
    case 'custom':
      return data.params?.why ?? why('value_invalid', {});
    case 'too_small':
      return tooSmall(data.origin, Number(data.minimum));
    case 'too_big':
      return tooBig(data.origin, Number(data.maximum));
    case 'invalid_type':
      if (data.message?.endsWith('received undefined')) return why('value_missing', {});
      return data.expected === 'int' ? why('value_whole', {}) : why('value_invalid', {});
    case 'invalid_format':
      if (data.format === 'email') return why('value_email', {});
      return data.pattern === String(TYPABLE) ? why('value_typable', {}) : why('value_invalid', {});
    case 'unrecognized_keys':
      return why('value_unknown_field', {});
    default:
      return why('value_invalid', {});
  }
}

function tooSmall(origin: string | undefined, min: number): CodedText {
  if (origin === 'string') return min === 1 ? why('value_empty', {}) : why('value_short', { min });
  return origin === 'array' || origin === 'set' ? why('value_few', { min }) : why('value_low', { min });
}

function tooBig(origin: string | undefined, max: number): CodedText {
  if (origin === 'string') return why('value_long', { max });
  return origin === 'array' || origin === 'set' ? why('value_many', { max }) : why('value_high', { max });
}
