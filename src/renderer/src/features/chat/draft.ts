import { z } from 'zod';
import { figuresIn, type StockFigure } from '#shared/domain/templates.ts';

/** What the text in the composer will become. */
export type ComposerMode = 'reply' | 'note';

/** A text as it was written. */
export interface Written {
  readonly text: string;
  /** The stock figures that canned replies brought into it. */
  readonly figures?: readonly StockFigure[];
  /** The newest message that was before its writer at the last key, by its sequence. */
  readonly seen?: number;
}

/** An unsent message and what it will become. Each mode has a text of its own, so that no note becomes a reply by a slip. */
export interface Draft extends Written {
  readonly mode: ComposerMode;
  /** What was written in the other mode. */
  readonly other?: Written;
}

/** Typing is reported at most this often, ms. */
export const TYPING_EVERY_MS = 4000;

/** Marks a saved draft as a note, so that a private note never comes back as a reply to the customer. */
const NOTE_MARK = '\u001enote\u001e';
/** Stands between a text and what is kept about it. */
const ABOUT_MARK = '\u001eabout\u001e';
/** Stands between the texts of the two modes. */
const OTHER_MARK = '\u001eother\u001e';
/** The longest text that can be saved with what is kept about it, in characters. */
const MAX_SAVED = 10_000;
const About = z.object({
  figures: z
    .array(z.object({ sku: z.string(), units: z.int(), start: z.int().min(0), end: z.int().min(0) }))
    .optional(),
  seen: z.int().min(0).optional(),
});

/** Encodes a draft for saving. An empty draft becomes the empty string, which deletes it. */
export function encodeDraft({ mode, other, ...own }: Draft): string {
  const rest = other === undefined ? '' : encodeWritten(other);
  const text = encodeWritten(own);
  if (text === '' && rest === '') return '';
  return (mode === 'note' ? NOTE_MARK : '') + text + (rest === '' ? '' : OTHER_MARK + rest);
}

function encodeWritten({ text, figures, seen }: Written): string {
  if (text.trim() === '') return '';
  const about: z.infer<typeof About> = {
    ...(figures?.length ? { figures: [...figures] } : {}),
    ...(seen === undefined ? {} : { seen }),
  };
  if (Object.keys(about).length === 0) return text;
  const whole = text + ABOUT_MARK + JSON.stringify(about);
  return whole.length > MAX_SAVED ? text : whole;
}

/** Decodes a saved draft. */
export function decodeDraft(saved: string): Draft {
  const [body = '', other] = saved.split(OTHER_MARK, 2);
  const mode = body.startsWith(NOTE_MARK) ? 'note' : 'reply';
  return {
    mode,
    ...decodeWritten(mode === 'note' ? body.slice(NOTE_MARK.length) : body),
    ...(other === undefined ? {} : { other: decodeWritten(other) }),
  };
}

function decodeWritten(saved: string): Written {
  const [text = '', kept] = saved.split(ABOUT_MARK, 2);
  const { figures, seen } = kept === undefined ? {} : parseAbout(kept);
  return {
    text,
    ...(figures === undefined ? {} : { figures: figuresIn(text, figures) }),
    ...(seen === undefined ? {} : { seen }),
  };
}

/** Goes on with what was written in a mode; what was written in the present one is kept. */
export function inMode({ mode: before, other, ...own }: Draft, mode: ComposerMode): Draft {
  if (mode === before) return { mode, ...own, ...(other && { other }) };
  return { mode, ...(other ?? { text: '' }), ...(own.text.trim() === '' ? {} : { other: own }) };
}

/** Returns a draft whose text in the present mode is another. */
export function rewritten({ mode, other }: Draft, written: Written): Draft {
  return { mode, ...written, ...(other && { other }) };
}

function parseAbout(kept: string): z.infer<typeof About> {
  try {
    return About.safeParse(JSON.parse(kept)).data ?? {};
  } catch {
    return {};
  }
}

/** Returns what stays in the composer after `sent` became durable: the text written since. */
export function afterSent(text: string, sent: string): string {
  if (text === sent) return '';
  return text.startsWith(sent) ? text.slice(sent.length).replace(/^\n/, '') : text;
}

/**
 * One attempt to send. The same draft with the same files keeps its ids, so that repeating the call repeats the same
 * command.
 */
export interface SendAttempt extends Draft {
  /** The ids of its files. */
  readonly files: readonly string[];
  readonly commandId: string;
  readonly messageId: string;
}

/** Returns the attempt for a draft: the previous one if text, mode and files are the same, else one with new ids. */
export function attemptFor(
  before: SendAttempt | null,
  draft: Draft,
  newId: () => string,
  files: readonly string[] = [],
): SendAttempt {
  const same =
    before?.text === draft.text &&
    before.mode === draft.mode &&
    before.seen === draft.seen &&
    before.files.join() === files.join();
  return same ? before : { ...draft, files, commandId: newId(), messageId: newId() };
}
