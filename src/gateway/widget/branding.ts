import { type Branding, brandColours } from '#shared/domain/branding.ts';
import type { Language } from '#shared/text/language.ts';

/** Returns a text as it is written between tags and in attributes. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Returns the greeting in the visitor's language, else that in the other one. */
export function greetingIn(
  { greetingEn, greetingDe }: Branding,
  language: Language,
): { readonly text: string; readonly lang: Language } | null {
  const own = language === 'de' ? greetingDe : greetingEn;
  if (own !== null) return { text: own, lang: language };
  const other = language === 'de' ? greetingEn : greetingDe;
  return other === null ? null : { text: other, lang: language === 'de' ? 'en' : 'de' };
}

/** Returns the part of the page's style with the shop's colour. Its form is checked, so that it cannot be anything but a colour. */
export function brandStyle({ colour }: Branding): string {
  if (colour === null) return '';
  const variables = (theme: 'light' | 'dark'): string => {
    const { accent, onAccent, edge } = brandColours(colour, theme);
    return `:root { --accent: ${accent}; --on-accent: ${onAccent}; --edge: ${edge}; }`;
  };
  return `${variables('light')}\n@media (prefers-color-scheme: dark) { ${variables('dark')} }\n`;
}
