import type { TFunction } from 'i18next';
import { BridgeCallError } from '../bridge/client.ts';

/** Says what happened and what to do, in the user's language. Accepts whatever a promise rejected with. */
export function describeError(
  t: TFunction,
  error: unknown,
): { readonly title: string; readonly detail: string } {
  if (!(error instanceof BridgeCallError)) {
    return { title: t('errors.unknown'), detail: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, field, available, permission } = error.error;
  return {
    title: t(`errors.${code}`),
    detail: t(`errors.hint.${code}`, {
      message,
      field: field ?? '–',
      available: available ?? '–',
      permission: permission ?? '–',
    }),
  };
}
