import { ownWords } from '../../../stores/owned.ts';

const KEY = 'adjust';
const REASONS = ownWords<string>('REASONS', 1);

/** Returns the reason that the user gave last in this window; empty before the first. */
export function lastReason(userId: string | null): string {
  return REASONS.get(userId, KEY) ?? '';
}

/** Remembers the reason that the user has given. */
export function rememberReason(userId: string | null, reason: string): void {
  REASONS.set(userId, KEY, reason);
}
