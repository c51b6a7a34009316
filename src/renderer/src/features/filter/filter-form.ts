import type { FormFields } from '#shared/bridge/forms.ts';
import {
  DEFAULT_FILTER,
  FilterContent,
  type FilterRules,
  FilterWord,
  FLOOD_MESSAGES,
  FLOOD_SECONDS,
  filterKey,
  MAX_FILTER_WORDS,
  REPEAT_SECONDS,
  tidyFilter,
} from '#shared/domain/filter.ts';

/** The rules as typed. */
export type FilterForm = FormFields<'filter.save_rules'>;

export const EMPTY_FILTER: FilterForm = {
  ...{ words: '', flood: false, messages: '', seconds: '', repeat: false, repeatSeconds: '' },
  seen: null,
};

/** Returns the rules as a person edits them. A rule that is off shows the usual values. */
export function formOf({ words, flood, repeatSeconds, version }: FilterRules): FilterForm {
  const usual = flood ?? DEFAULT_FILTER.flood;
  return {
    words: words.join('\n'),
    flood: flood !== null,
    messages: String(usual?.messages ?? FLOOD_MESSAGES.min),
    seconds: String(usual?.seconds ?? FLOOD_SECONDS.min),
    repeat: repeatSeconds !== null,
    repeatSeconds: String(repeatSeconds ?? DEFAULT_FILTER.repeatSeconds ?? REPEAT_SECONDS.min),
    seen: version,
  };
}

/** What is wrong with a form: `words` with the entries, and the fields of numbers. */
export interface FilterErrors {
  readonly words: readonly string[];
  /** Whether the list has too many entries. */
  readonly many: boolean;
  readonly fields: ReadonlySet<'messages' | 'seconds' | 'repeatSeconds'>;
}

/** Returns the entries of the list: lines that are not empty. */
export function entriesOf(words: string): string[] {
  return words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const numberOf = (text: string): number => (/^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN);
const fits = (value: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  value >= min && value <= max;

/** Returns the rules that a form describes, or what is wrong with it. */
export function contentOf(
  form: FilterForm,
):
  | { readonly ok: true; readonly content: FilterContent }
  | { readonly ok: false; readonly errors: FilterErrors } {
  const entries = entriesOf(form.words);
  const [messages, seconds, repeatSeconds] = [form.messages, form.seconds, form.repeatSeconds].map(numberOf);
  const fields = new Set<'messages' | 'seconds' | 'repeatSeconds'>();
  if (form.flood && !fits(messages ?? 0, FLOOD_MESSAGES)) fields.add('messages');
  if (form.flood && !fits(seconds ?? 0, FLOOD_SECONDS)) fields.add('seconds');
  if (form.repeat && !fits(repeatSeconds ?? 0, REPEAT_SECONDS)) fields.add('repeatSeconds');
  const words = entries.filter((entry) => !FilterWord.safeParse(entry).success);
  const many = new Set(entries.map(filterKey)).size > MAX_FILTER_WORDS;
  if (words.length > 0 || many || fields.size > 0) return { ok: false, errors: { words, many, fields } };
  const { words: list } = tidyFilter({ words: entries, flood: null, repeatSeconds: null });
  const content = FilterContent.safeParse({
    words: list,
    flood: form.flood ? { messages, seconds } : null,
    repeatSeconds: form.repeat ? repeatSeconds : null,
  });
  return content.success
    ? { ok: true, content: content.data }
    : { ok: false, errors: { words: [], many: false, fields } };
}
