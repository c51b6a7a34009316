import type { TFunction } from 'i18next';
import { reasonCode } from '#shared/domain/reasons.ts';

/** Returns a reason in the user's language: a code in words, a person's own words as they are. */
export function reasonText({ t }: { readonly t: TFunction }, reason: string): string {
  const code = reasonCode(reason);
  return code === null ? reason : t(`reasons.${code}`);
}
