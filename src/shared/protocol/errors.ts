import { z } from 'zod';
import { CodedText } from '../domain/coded-text.ts';

/** Error codes. Codes are for programs and never change their meaning; messages are for people. */
export const ERROR_CODES = [
  'unauthenticated',
  'forbidden',
  'not_found',
  'invalid',
  'conflict',
  'insufficient_stock',
  'idempotency_conflict',
  'expired',
  'withdrawn',
  'rate_limited',
  'too_large',
  'unavailable',
  'internal',
] as const;
export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Returns whether this version knows an error code. */
export function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}

/** An error, as returned to clients and to the renderer. */
export const ProtocolError = z.object({
  code: ErrorCode,
  /** The refusal in English, for clients that do not know `why`. */
  message: z.string().max(1000),
  /** The refusal as one of REFUSALS or a newer one, to be said in the user's language. Gateways before protocol 1.4 send none. */
  why: CodedText.optional().catch(undefined),
  /** For `invalid`: the path of the offending field. */
  field: z.string().max(200).optional(),
  /** For `conflict`: the current value. */
  current: z.unknown().optional(),
  /** For `insufficient_stock`: the available quantity. */
  available: z.number().optional(),
  /** For `rate_limited`: how long to wait, ms. */
  retryAfterMs: z.number().optional(),
  /** For `forbidden`: the missing permission. */
  permission: z.string().max(100).optional(),
  /** For `unauthenticated`: what ended the sign-in, one of SIGN_IN_ENDS or newer, or `offline` for a password checked on this computer. For `unavailable`: `certificate`, or nothing. */
  reason: z.string().max(40).optional(),
});
export type ProtocolError = z.infer<typeof ProtocolError>;
/** What went wrong, for people: in English and, where it is known, coded. */
export type Trouble = Pick<ProtocolError, 'message' | 'why'>;

/** What can end a sign-in. Programs say it in the user's language. */
export const SIGN_IN_ENDS = ['account_disabled', 'session_ended'] as const;

const TRANSIENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limited',
  'unavailable',
  'internal',
  'unauthenticated',
]);

/** Returns whether a command refused with this code may succeed when it is sent again unchanged. */
export function isTransient(code: ErrorCode): boolean {
  return TRANSIENT.has(code);
}
