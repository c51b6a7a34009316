import { describe, expect, it } from 'vitest';
import { brandingFrom, EMPTY_BRANDING, formOf, wrongFields } from './branding-form.ts';

const branding = { name: 'Harbour & Pine', colour: '#0f766e', greetingEn: 'Hello', greetingDe: null };

describe('the look of the customer page as typed', () => {
  it('becomes what it was made from, and empty fields are not set', () => {
    expect(brandingFrom(formOf(branding))).toEqual(branding);
    expect(brandingFrom({ ...EMPTY_BRANDING, name: '  ', colour: ' #0F766E ' })).toEqual({
      ...{ name: null, greetingEn: null, greetingDe: null },
      colour: '#0f766e',
    });
  });

  it('says which fields are wrong', () => {
    const wrong = { ...formOf(branding), colour: 'teal', greetingDe: 'x'.repeat(301) };
    expect(brandingFrom(wrong)).toBeNull();
    expect([...wrongFields(wrong)]).toEqual(['colour', 'greetingDe']);
    expect(wrongFields(formOf(branding)).size).toBe(0);
  });
});
