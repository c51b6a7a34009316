/** What the text in the composer is to become. */
export type ComposerMode = 'reply' | 'note';

export interface Draft {
  readonly mode: ComposerMode;
  readonly text: string;
}

/** The longest message the gateway takes unless its workspace says otherwise. */
export const MESSAGE_LIMIT = 1000;
/** From how many characters left the count is shown. */
export const COUNT_FROM = 150;
/** A draft is saved this long after the last key, ms. */
export const SAVE_AFTER_MS = 500;
/** Typing is told at most this often, ms. */
export const TYPING_EVERY_MS = 4000;

/** Marks a saved draft as a note: a private note that comes back as a reply could be sent to the customer. */
const NOTE_MARK = '\u001enote\u001e';

/** The draft as it is saved. An empty one is the empty string, which removes it. */
export function encodeDraft(draft: Draft): string {
  if (draft.text.trim() === '') return '';
  return draft.mode === 'note' ? NOTE_MARK + draft.text : draft.text;
}

/** The draft that was saved. */
export function decodeDraft(saved: string): Draft {
  return saved.startsWith(NOTE_MARK)
    ? { mode: 'note', text: saved.slice(NOTE_MARK.length) }
    : { mode: 'reply', text: saved };
}

/** What is left in the composer after `sent` became durable: all that was written since. */
export function afterSent(text: string, sent: string): string {
  if (text === sent) return '';
  return text.startsWith(sent) ? text.slice(sent.length).replace(/^\n/, '') : text;
}

/** How many characters are left as the gateway counts them (UTF-16 units), and whether that is worth showing. */
export function lengthLeft(text: string): { readonly left: number; readonly show: boolean } {
  const left = MESSAGE_LIMIT - text.trim().length;
  return { left, show: left <= COUNT_FROM };
}

/** One attempt to send: the same text in the same mode keeps its ids, so that a repeated call is the same command. */
export interface SendAttempt extends Draft {
  readonly commandId: string;
  readonly messageId: string;
}

/** The attempt for a draft: the one before where it is the same, else one with new ids. */
export function attemptFor(before: SendAttempt | null, draft: Draft, newId: () => string): SendAttempt {
  if (before !== null && before.text === draft.text && before.mode === draft.mode) return before;
  return { ...draft, commandId: newId(), messageId: newId() };
}
