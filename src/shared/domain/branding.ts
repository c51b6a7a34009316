import { z } from 'zod';
import type { WorkspaceSetting } from './admin.ts';

/** How the customer page looks: the shop's name, its colour, and a greeting in each of the page's languages. */

/** The longest name and greeting, UTF-16 units. */
export const MAX_SHOP_NAME = 60;
export const MAX_GREETING = 300;

/** A colour as `#rrggbb`. */
export const Colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** One line without control characters, also without those that reverse what is around them. */
const line = (max: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u);

/** How the customer page looks; null for what nobody has set. */
export const Branding = z.strictObject({
  name: line(MAX_SHOP_NAME).nullable(),
  colour: Colour.nullable(),
  greetingEn: line(MAX_GREETING).nullable(),
  greetingDe: line(MAX_GREETING).nullable(),
});
export type Branding = z.infer<typeof Branding>;

/** The workspace settings that hold the branding. */
export const BRANDING_SETTINGS: Readonly<Record<keyof Branding, string>> = {
  name: 'shop_name',
  colour: 'shop_colour',
  greetingEn: 'greeting_en',
  greetingDe: 'greeting_de',
};
const FIELDS = Object.keys(BRANDING_SETTINGS) as (keyof Branding)[];

/** Returns the branding of settings. What is no valid value counts as not set. */
export function brandingOf(settingOf: (key: string) => WorkspaceSetting['value'] | undefined): Branding {
  const parse = (field: keyof Branding): string | null =>
    Branding.shape[field].safeParse(settingOf(BRANDING_SETTINGS[field]) ?? null).data ?? null;
  const [name = null, colour = null, greetingEn = null, greetingDe = null] = FIELDS.map(parse);
  return { name, colour, greetingEn, greetingDe };
}

/** Returns the settings that have to change from one branding to another. */
export function brandingChanges(from: Branding, to: Branding): WorkspaceSetting[] {
  return FIELDS.filter((field) => from[field] !== to[field]).map((field) => ({
    key: BRANDING_SETTINGS[field],
    value: to[field],
  }));
}

/** Whether a setting of the branding has a value that it can have. Others always do. */
export function isBrandingValid({ key, value }: WorkspaceSetting): boolean {
  const field = FIELDS.find((name) => BRANDING_SETTINGS[name] === key);
  return field === undefined || Branding.shape[field].safeParse(value).data === value;
}

type Rgb = readonly [red: number, green: number, blue: number];

const rgbOf = (colour: string): Rgb => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The relative luminance of a colour (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Returns black or white, whichever reads better on a colour. One of them has a contrast of at least 4.5 on any. */
export function textOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000';
}

/** The least contrast of lines that show where something is (WCAG 2.2, 1.4.11). */
const LINE_CONTRAST = 3;
const STEPS = 20;

/** Returns the colour for lines on a ground: the colour itself where it can be seen there, else mixed with black or white. */
export function lineOn(colour: string, ground: string): string {
  const towards = rgbOf(textOn(ground));
  const from = rgbOf(colour);
  for (let step = 0; step < STEPS; step += 1) {
    const mix = (at: 0 | 1 | 2): number => Math.round(from[at] + ((towards[at] - from[at]) * step) / STEPS);
    const mixed = hexOf([mix(0), mix(1), mix(2)]);
    if (contrast(mixed, ground) >= LINE_CONTRAST) return mixed;
  }
  return textOn(ground);
}

/** The grounds of the customer page in its two themes. */
export const PAGE_GROUNDS = { light: '#ffffff', dark: '#1b2029' } as const;

/** Returns the variables of the customer page's style for a colour, in a theme. */
export function brandColours(
  colour: string,
  theme: keyof typeof PAGE_GROUNDS,
): { readonly accent: string; readonly onAccent: string; readonly edge: string } {
  return { accent: colour, onAccent: textOn(colour), edge: lineOn(colour, PAGE_GROUNDS[theme]) };
}
