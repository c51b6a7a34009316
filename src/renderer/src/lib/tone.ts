/** The tone of a badge, a bar or a toast. A tone never stands alone: a word, an icon or a shape says the same. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'crit';

/** The text colour of each tone. */
export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  neutral: 'text-ink-3',
  accent: 'text-accent-ink',
  ok: 'text-ok',
  warn: 'text-warn',
  crit: 'text-crit',
};
