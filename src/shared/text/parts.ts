/** Where a link out of the console leads: http, https or mailto. */
export interface OutsideAddress {
  /** The whole address in ASCII, as it is opened. */
  readonly href: string;
  /** The host, in punycode where its name is not ASCII; or the address of a mail. */
  readonly target: string;
  /** Whether the text shows another host than it leads to: letters that look alike, an encoded name, a number. */
  readonly disguised: boolean;
}

/** A part of a text: plain, an address, or a word that may name a record. */
export type TextPart =
  | { readonly kind: 'plain'; readonly text: string }
  | ({ readonly kind: 'address'; readonly text: string } & OutsideAddress)
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

/** An address ends where text that is not seen begins, such as controls that reverse what follows. */
const ADDRESS = /(?:https?:\/\/|mailto:)[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
/** Order numbers and SKUs: letters, digits and single separators, with at least one digit. */
const WORD = /(?<![\p{L}\p{N}])#?(?=[\p{L}._/-]*\p{N})[\p{L}\p{N}]+(?:[._/-][\p{L}\p{N}]+)*/gu;
/** What ends a sentence, not an address. A closing bracket belongs to the address if one opens in it. */
const TRAILING = /[.,;:!?…]+$/u;
/** A plain e-mail address. What a mail is to say is left out. */
const MAIL = /^mailto:([a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:\?|$)/i;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The host as it is written in an address. */
function writtenHost(text: string): string {
  const [, authority = ''] = /^https?:\/\/([^/?#\\]*)/iu.exec(text) ?? [];
  return authority.replace(/:\d*$/, '').toLowerCase();
}

/** Returns where a text leads; null if it is no address, has another scheme, or hides its host behind a name. */
function targetOf(text: string): OutsideAddress | null {
  const mail = MAIL.exec(text)?.[1];
  if (mail !== undefined) return { href: `mailto:${mail}`, target: mail, disguised: false };
  if (!URL.canParse(text)) return null;
  const { protocol, href, hostname, username, password } = new URL(text);
  // A name before the host makes an address look like another one.
  if (username !== '' || password !== '') return null;
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return { href, target: hostname, disguised: writtenHost(text) !== hostname };
}

/** Returns an address without the punctuation that follows it. */
function addressOf(found: string): ({ readonly text: string } & OutsideAddress) | null {
  let text = found.replace(TRAILING, '');
  while (/[)\]]$/.test(text) && count(text, /[)\]]/g) > count(text, /[([]/g))
    text = text.slice(0, -1).replace(TRAILING, '');
  const target = targetOf(text);
  return target && { text, ...target };
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
