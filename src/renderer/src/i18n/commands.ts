import type { i18n } from 'i18next';
import { translateDynamic } from './index.ts';

/** Returns the name of a command's type. */
export function commandName(i18n: i18n, type: string): string {
  return translateDynamic(i18n, `commands.${type}`, {}, i18n.t('commands.unknown'));
}
