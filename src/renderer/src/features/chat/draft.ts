/** What the text in the composer will become. */
export type ComposerMode = 'reply' | 'note';

/** An unsent message and what it will become. */
export interface Draft {
  readonly mode: ComposerMode;
  readonly text: string;
}

/** The longest message the gateway accepts by default. */
export const MESSAGE_LIMIT = 1000;
/** The count of characters left is shown from here on. */
export const COUNT_FROM = 150;
/** Typing is reported at most this often, ms. */
export const TYPING_EVERY_MS = 4000;

/** Marks a saved draft as a note, so that a private note never comes back as a reply to the customer. */
const NOTE_MARK = '\u001enote\u001e';

/** Encodes a draft for saving. An empty draft becomes the empty string, which deletes it. */
export function encodeDraft(draft: Draft): string {
  if (draft.text.trim() === '') return '';
  return draft.mode === 'note' ? NOTE_MARK + draft.text : draft.text;
}

/** Decodes a saved draft. */
export function decodeDraft(saved: string): Draft {
  return saved.startsWith(NOTE_MARK)
    ? { mode: 'note', text: saved.slice(NOTE_MARK.length) }
    : { mode: 'reply', text: saved };
}

/** Returns what stays in the composer after `sent` became durable: the text written since. */
export function afterSent(text: string, sent: string): string {
  if (text === sent) return '';
  return text.startsWith(sent) ? text.slice(sent.length).replace(/^\n/, '') : text;
}

/** Returns how many characters are left, counted in UTF-16 units like the gateway does, and whether to show it. */
export function lengthLeft(text: string): { readonly left: number; readonly show: boolean } {
  const left = MESSAGE_LIMIT - text.trim().length;
  return { left, show: left <= COUNT_FROM };
}

/**
 * One attempt to send. The same text in the same mode keeps its ids, so that repeating the call repeats the same
 * command.
 */
export interface SendAttempt extends Draft {
  readonly commandId: string;
  readonly messageId: string;
}

/** Returns the attempt for a draft: the previous one if text and mode are the same, else one with new ids. */
export function attemptFor(before: SendAttempt | null, draft: Draft, newId: () => string): SendAttempt {
  if (before !== null && before.text === draft.text && before.mode === draft.mode) return before;
  return { ...draft, commandId: newId(), messageId: newId() };
}
