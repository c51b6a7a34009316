import type { i18n } from 'i18next';
import { commandName } from '../../i18n/commands.ts';
import { translateDynamic } from '../../i18n/index.ts';
import type { Tone } from '../../lib/tone.ts';

/** Returns the name of an action: of a command, or of what the audit names itself. */
export function actionName(i18n: i18n, action: string): string {
  const own = translateDynamic(i18n, `audit.actions.${action}`, {}, '');
  if (own !== '') return own;
  const name = commandName(i18n, action);
  return name === i18n.t('commands.unknown') ? action : name;
}

/** Returns a result in words: an error code has the words of the error. */
export function resultName(i18n: i18n, result: string): string {
  const own = translateDynamic(i18n, `audit.results.${result}`, {}, '');
  return own !== '' ? own : translateDynamic(i18n, `errors.${result}`, {}, result);
}

/** Returns the tone of a result. */
export function resultTone(result: string): Tone {
  if (result === 'ok') return 'ok';
  if (result === 'started') return 'neutral';
  return result === 'internal' || result === 'failed' ? 'crit' : 'warn';
}
