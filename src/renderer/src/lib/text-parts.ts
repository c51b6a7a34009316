/** A part of a text: plain, an address, or a word that may name a record. */
export type TextPart =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'address'; readonly text: string; readonly href: string }
  | { readonly kind: 'word'; readonly text: string; readonly word: string }
  /** Code, in lines of its own or within one. What is shown of it is `text.slice(from, to)`, without its marks. */
  | {
      readonly kind: 'block' | 'code';
      readonly text: string;
      readonly from: number;
      readonly to: number;
    };

/** The words of a text that are looked up, at most. */
export const MAX_WORDS = 20;

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu;
/** Order numbers and SKUs: letters, digits and single separators, with at least one digit. */
const WORD = /(?<![\p{L}\p{N}])#?(?=[\p{L}._/-]*\p{N})[\p{L}\p{N}]+(?:[._/-][\p{L}\p{N}]+)*/gu;
/** What ends a sentence, not an address. A closing bracket belongs to the address if one opens in it. */
const TRAILING = /[.,;:!?…]+$/u;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Returns an address without the punctuation that follows it; null if it is not http or https. */
function addressOf(found: string): { readonly text: string; readonly href: string } | null {
  let text = found.replace(TRAILING, '');
  while (/[)\]]$/.test(text) && count(text, /[)\]]/g) > count(text, /[([]/g))
    text = text.slice(0, -1).replace(TRAILING, '');
  if (!URL.canParse(text)) return null;
  const { protocol, href, username, password } = new URL(text);
  // A name before the host makes an address look like another one.
  if (username !== '' || password !== '') return null;
  return protocol === 'http:' || protocol === 'https:' ? { text, href } : null;
}

/** Code between three backticks, after the name of its language, or between single ones on one line. */
const CODE = /```(?:[\w+#-]*\n)?([\s\S]*?)```|(?<!`)`(?!`)([^`\n]+)`(?!`)/g;

/** Splits a text into code, addresses, words that may name an order or an item, and the rest. Joined, the parts are the text. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(CODE)) {
    const [whole, block, inline] = match;
    parts.push(...plainParts(text.slice(at, match.index)));
    at = match.index + whole.length;
    if (block?.trim() === '') parts.push({ kind: 'plain', text: whole });
    else if (block === undefined)
      parts.push({ kind: 'code', text: whole, from: 1, to: 1 + (inline ?? '').length });
    else {
      const from = whole.length - '```'.length - block.length;
      parts.push({ kind: 'block', text: whole, from, to: from + block.replace(/\n$/, '').length });
      // The line that ends behind a block is its own.
      if (text[at] === '\n') {
        parts.push({ kind: 'block', text: '\n', from: 0, to: 0 });
        at += 1;
      }
    }
  }
  parts.push(...plainParts(text.slice(at)));
  return parts;
}

/** Splits a text into addresses, words that may name an order or an item, and the rest. Joined, the parts are the text. */
function plainParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = addressOf(match[0]);
    if (address === null || match.index < at) continue;
    parts.push(...wordParts(text.slice(at, match.index)), { kind: 'address', ...address });
    at = match.index + address.text.length;
  }
  parts.push(...wordParts(text.slice(at)));
  return parts;
}

function wordParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    const word = match[0].replace(/^#/, '');
    if (word.length < 3 || word.length > 64) continue;
    if (match.index > at) parts.push({ kind: 'plain', text: text.slice(at, match.index) });
    parts.push({ kind: 'word', text: match[0], word });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'plain', text: text.slice(at) });
  return parts;
}
