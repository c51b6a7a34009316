import { isLargeEmoji } from '#shared/domain/emoji.ts';
import { textParts } from '#shared/text/parts.ts';

/** A part of a message as the page shows it: text, code, or a link with where it really leads if its text says otherwise. */
export type BodyPart =
  | { readonly kind: 'text' | 'code' | 'block'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly leadsTo: string | null };

/** How the page shows the text of a message. */
export interface BodyLook {
  /** null if all of it is plain text. */
  readonly parts: readonly BodyPart[] | null;
  /** Whether the text is nothing but a few emoji. */
  readonly large: boolean;
}

/** Splits the text of a message as the console does. The page's script only puts the parts into elements, each as text. */
export function lookOf(body: string): BodyLook {
  const parts: BodyPart[] = [];
  let plain = '';
  const endPlain = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (const part of textParts(body)) {
    if (part.kind === 'plain' || part.kind === 'word') {
      plain += part.text;
      continue;
    }
    endPlain();
    if (part.kind === 'address')
      parts.push({
        kind: 'link',
        text: part.text,
        href: part.href,
        leadsTo: part.disguised ? part.target : null,
      });
    else if (part.from < part.to) parts.push({ kind: part.kind, text: part.text.slice(part.from, part.to) });
  }
  endPlain();
  const isPlain = parts.every(({ kind }) => kind === 'text');
  return { parts: isPlain ? null : parts, large: isLargeEmoji(body) };
}
