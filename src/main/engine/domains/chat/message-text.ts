import type { Attachment } from '#shared/domain/attachments.ts';
import { foldWords, matchesTerms, snippet, type Term } from '../../store/text.ts';
import { type Mark, marksOf } from '../../store/text-marks.ts';

/** The columns that the text of a message is made from. */
export const TEXT_COLUMNS = ['body', 'attachments'] as const;

/** A message as it is stored, as far as it is searched: what was written, and its files as JSON. */
export interface StoredText {
  readonly body: string;
  readonly attachments: string;
}

type NamedFile = Pick<Attachment, 'id' | 'name'>;

/** Most messages have no files; their JSON is not parsed. */
const filesOf = ({ attachments }: StoredText): readonly NamedFile[] =>
  attachments === '[]' ? [] : JSON.parse(attachments);

/** Returns what a message is searched by: what was written and the names of its files, a line each. */
export function searchedText(body: string, attachments: readonly NamedFile[]): string {
  return attachments.length === 0 ? body : [body, ...attachments.map(({ name }) => name)].join('\n');
}

/** The same for a stored message. Whatever changes or deletes one must take this text out of the index. */
export function storedText(message: StoredText): string {
  return searchedText(message.body, filesOf(message));
}

/** Returns the part of a message that a search found: of what was written, or the names of its files. */
export function foundIn(message: StoredText, terms: readonly Term[]): string {
  const files = filesOf(message);
  const body = foldWords(message.body);
  const inBody = files.length === 0 || terms.some((term) => matchesTerms(body, [term]));
  return snippet(inBody ? message.body : files.map(({ name }) => name).join(', '), terms);
}

/** Returns what is marked in a message: parts of its text, and of the names of its files. */
export function marksIn(
  message: StoredText,
  terms: readonly Term[],
): { readonly marks: Mark[]; readonly files: { id: string; marks: Mark[] }[] } {
  const files = filesOf(message).map(({ id, name }) => ({ id, marks: marksOf(name, terms) }));
  return { marks: marksOf(message.body, terms), files: files.filter(({ marks }) => marks.length > 0) };
}
