import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import { type ErrorCode, isErrorCode, isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import { type Language, resolveLanguage } from '#shared/text/language.ts';
import { fieldName, sayRefusal } from '#shared/text/say.ts';
import { BridgeCallError } from '../bridge/client.ts';
import type { Format } from '../format/format.ts';
import type { Said, SayContext } from '../lib/said.ts';

/** A refusal as the bridge or the outbox reports it. */
export type Refusal = Omit<Partial<ProtocolError>, 'code' | 'field'> & {
  /** One of the protocol's codes, or one of a newer gateway. */
  readonly code: string;
  readonly message: string;
  readonly field?: string | null | undefined;
};

/** Says what happened and what to do, in the user's language. Accepts whatever a promise rejected with. */
export function describeError(
  context: SayContext,
  error: unknown,
): { readonly title: string; readonly detail: string } {
  const { t } = context;
  if (!(error instanceof BridgeCallError))
    return { title: t('errors.unknown'), detail: error instanceof Error ? error.message : String(error) };
  const { code } = error;
  // What was meant for the user of a form says more than what is done about a code in general.
  const own = code === 'internal' ? null : ownWords(context, error.error);
  return { title: t(`errors.${code}`), detail: own ?? hintOf(context, code, error.error) };
}

/** Returns title and body of a toast about whatever a promise rejected with. */
export function failureWords(error: unknown): { readonly title: Said; readonly body: Said } {
  return {
    title: (context) => describeError(context, error).title,
    body: (context) => describeError(context, error).detail,
  };
}

/** Says why a call failed, in one text. */
export function problemText(context: SayContext, error: unknown): string {
  const { title, detail } = describeError(context, error);
  if (!(error instanceof BridgeCallError)) return `${title}. ${detail}`;
  const { code } = error;
  // Where nothing is wrong with what was entered, what happened comes first.
  return code === 'conflict' || code === 'invalid'
    ? refusalSentence(context, error.error)
    : `${title}. ${detail}`;
}

/**
 * Says why something was refused, in a sentence: in the server's own words if they are all there is, what to do where the
 * refusal only passes.
 */
export function refusalSentence(context: SayContext, refusal: Refusal): string {
  const own = ownWords(context, refusal);
  if (own !== null) return own;
  const { code, message } = refusal;
  return isErrorCode(code) && isTransient(code) ? hintOf(context, code, refusal) : message;
}

/** Returns the short reason for a refusal, without the sentence; that sentence where the code is unknown. */
export function refusalName({ t }: Pick<SayContext, 't'>, { code, message }: Refusal): string {
  return isErrorCode(code) ? t(`errors.${code}`) : message;
}

/** Returns the reason for a refusal: its short name and the sentence. */
export function refusalReason(context: SayContext, refusal: Refusal): string {
  const name = isErrorCode(refusal.code) ? context.t(`errors.${refusal.code}`) : '';
  return [name, refusalSentence(context, refusal)].filter((part) => part !== '').join(': ');
}

/** Returns the sentence of a coded refusal; null if it is not coded, or by an id that this version does not know. */
function ownWords({ t, format }: SayContext, { why, field }: Refusal): string | null {
  if (why === undefined) return null;
  const language = languageOf(format.locale);
  const said = sayRefusal(why, language, format.locale);
  if (said === null || !why.id.startsWith('value_') || field == null) return said;
  return t('errors.inField', { field: fieldName(field, language), message: said });
}

function hintOf({ t, format }: SayContext, code: ErrorCode, refusal: Refusal): string {
  const { field, available, permission, message } = refusal;
  return t(`errors.hint.${code}`, {
    message,
    field: field == null ? '–' : fieldName(field, languageOf(format.locale)),
    available: available === undefined ? '–' : format.integer(available),
    permission: permission ?? '–',
  });
}

/** Returns the reason for a state of the connection; null if there is none. In English where an older server gave it. */
export function statusDetail({ detail, why }: ConnectionStatus, { locale }: Format): string | null {
  return (why && sayRefusal(why, languageOf(locale), locale)) ?? detail;
}

/** Returns the language of a locale. */
export function languageOf(locale: string): Language {
  return resolveLanguage(undefined, [locale]);
}
