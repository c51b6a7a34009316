import type { i18n } from 'i18next';
import { reasonCode } from '#shared/domain/reasons.ts';

/** Returns a reason in the user's language: a code in words, a person's own words as they are. */
export function reasonText(i18n: i18n, reason: string): string {
  const code = reasonCode(reason);
  return code === null ? reason : i18n.t(`reasons.${code}`);
}
