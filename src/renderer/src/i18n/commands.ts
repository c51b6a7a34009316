import type { i18n } from 'i18next';
import { translateDynamic } from './index.ts';

/** Returns the name of a command's type. */
export function commandName(i18n: i18n, type: string): string {
  return translateDynamic(i18n, `commands.${type}`, {}, i18n.t('commands.unknown'));
}

/** Returns the short reason a command was refused for, without the server's words; these where the code is unknown. */
export function refusalName(i18n: i18n, code: string, message: string): string {
  return translateDynamic(i18n, `errors.${code}`, {}, message);
}

/** Returns the reason a command was refused for. */
export function refusalReason(i18n: i18n, code: string, message: string): string {
  const known = translateDynamic(i18n, `errors.${code}`, {}, '');
  return [known, message].filter((part) => part !== '').join(': ');
}
