import { expect, it } from 'vitest';
import { REASON_CODES } from '#shared/domain/reasons.ts';
import { reasonText } from '../lib/reasons.ts';
import { inventory as de } from '../locales/de/inventory.ts';
import { inventory as en } from '../locales/en/inventory.ts';
import { createI18n } from './index.ts';

const languages = [createI18n('en', { en, de }), createI18n('de', { en, de })];

it('every code is put into words in every language', () => {
  for (const i18n of languages)
    for (const code of REASON_CODES) {
      expect(reasonText(i18n, code)).not.toContain('.');
      expect(i18n.exists(`reasons.${code}`)).toBe(true);
    }
  const [english, german] = languages.map((i18n) => REASON_CODES.map((code) => reasonText(i18n, code)));
  expect(german).not.toEqual(english);
});

it('what earlier versions wrote is understood, and a person’s own words stay', () => {
  const [, german] = languages;
  if (german === undefined) throw new Error('German is a language');
  expect(reasonText(german, 'order placed')).toBe('Bestellung aufgegeben');
  expect(reasonText(german, 'reservation expired')).toBe('Reservierung abgelaufen');
  for (const own of ['found behind the shelf', 'stock', 'constructor', '', 'order.unknown'])
    expect(reasonText(german, own)).toBe(own);
});
