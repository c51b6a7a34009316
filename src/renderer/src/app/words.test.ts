import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { ERROR_CODES } from '#shared/protocol/errors.ts';
import { EVENTS, isEmittedType, isEventType } from '#shared/protocol/events/index.ts';
import { createI18n } from '../i18n/index.ts';
import type { WordTree } from '../locales/words.ts';
import { WORDS } from './words.ts';

function flatten(tree: WordTree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const english = flatten(WORDS.en);
const german = flatten(WORDS.de);
const variables = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').sort();

describe('locales', () => {
  it('have the same keys', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('use the same variables in each text', () => {
    const different = [...english].filter(
      ([key, text]) => variables(text).join() !== variables(german.get(key) ?? '').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('leave nothing empty', () => {
    expect([...english, ...german].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('have both plural forms of what is counted', () => {
    const ones = [...english.keys()].filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4));
    const others = [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6));
    expect(ones).toEqual(others);
  });

  it.each(['en', 'de'] as const)(
    'have words in %s for every event, command and error of the protocol',
    (language) => {
      const i18n = createI18n(language, WORDS);
      const keys = [
        ...Object.keys(EVENTS)
          .filter((type) => isEventType(type) && isEmittedType(type))
          .map((type) => `activity.${type}`),
        ...Object.keys(COMMANDS).map((type) => `commands.${type}`),
        ...ERROR_CODES.map((code) => `errors.${code}`),
      ];
      expect(keys.filter((key) => !i18n.exists(key, { lng: language, fallbackLng: [] }))).toEqual([]);
    },
  );
});
