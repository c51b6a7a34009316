import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BRANDING_SETTINGS,
  type Branding,
  brandColours,
  brandingChanges,
  brandingOf,
  contrast,
  isBrandingValid,
  PAGE_GROUNDS,
} from './branding.ts';

const NONE: Branding = { name: null, colour: null, greetingEn: null, greetingDe: null };

describe('the colour of the shop', () => {
  it('can be read and seen on the customer page, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), fc.constantFrom('light', 'dark'), (value, theme) => {
        const colour = `#${value.toString(16).padStart(6, '0')}`;
        const { accent, onAccent, edge } = brandColours(colour, theme);
        expect(accent).toBe(colour);
        expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(edge, PAGE_GROUNDS[theme])).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays as it is where it can be seen', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(brandColours('#0f766e', 'light')).toEqual({
      accent: '#0f766e',
      onAccent: '#ffffff',
      edge: '#0f766e',
    });
    expect(brandColours('#ffee00', 'light')).toMatchObject({ onAccent: '#000000' });
  });
});

describe('the branding', () => {
  it('is read from settings, and what is not valid counts as not set', () => {
    const settings = new Map<string, string>([
      [BRANDING_SETTINGS.name, 'Harbour & Pine'],
      [BRANDING_SETTINGS.colour, 'red; } body { display: none'],
      [BRANDING_SETTINGS.greetingEn, ' '],
    ]);
    expect(brandingOf((key) => settings.get(key))).toEqual({ ...NONE, name: 'Harbour & Pine' });
    expect(brandingOf(() => undefined)).toEqual(NONE);
  });

  it('changes only the settings that differ', () => {
    expect(brandingChanges(NONE, { ...NONE, colour: '#0f766e' })).toEqual([
      { key: 'shop_colour', value: '#0f766e' },
    ]);
    expect(brandingChanges({ ...NONE, name: 'A' }, NONE)).toEqual([{ key: 'shop_name', value: null }]);
  });

  it('takes no other values', () => {
    expect(isBrandingValid({ key: 'shop_colour', value: '#0f766e' })).toBe(true);
    expect(isBrandingValid({ key: 'shop_colour', value: null })).toBe(true);
    expect(isBrandingValid({ key: 'another', value: 'x' })).toBe(true);
    for (const value of ['#0F766E', '#fff', 'teal', 3])
      expect(isBrandingValid({ key: 'shop_colour', value })).toBe(false);
    for (const value of ['', ' Shop', 'a\nb', 'a\u202eb', 'x'.repeat(61)])
      expect(isBrandingValid({ key: 'shop_name', value })).toBe(false);
  });
});
