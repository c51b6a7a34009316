/** The languages with complete translations. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Returns the language to show: the user's choice, else the first available one of `preferred`, else English. */
export function resolveLanguage(
  choice: Language | 'system' | undefined,
  preferred: readonly string[],
): Language {
  if (choice !== undefined && choice !== 'system') return choice;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((language) => language === base);
    if (known) return known;
  }
  return 'en';
}
