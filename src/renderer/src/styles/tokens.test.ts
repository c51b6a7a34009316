import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function theme(name: 'light' | 'dark'): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${name}']`)).split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/--q-([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const GROUNDS = ['canvas', 'rail', 'surface', 'sunken', 'raised', 'hover'];
const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...GROUNDS, 'accent-soft', 'crit-soft', 'warn-soft', 'ok-soft']],
  ['ink-2', GROUNDS],
  ['ink-3', [...GROUNDS, 'accent-soft']],
  ['accent-ink', ['surface', 'sunken', 'raised', 'accent-soft', 'hover']],
  ['on-accent', ['accent', 'accent-hover']],
  ['ok', ['surface', 'sunken', 'raised', 'ok-soft', 'hover']],
  ['warn', ['surface', 'sunken', 'raised', 'warn-soft', 'hover']],
  ['crit', ['surface', 'sunken', 'raised', 'crit-soft', 'hover']],
];
const GRAPHICS: readonly (readonly [string, readonly string[]])[] = [
  ['control', ['surface', 'raised', 'canvas']],
  ['focus', GROUNDS],
  ['chart-1', ['surface']],
  ['chart-2', ['surface']],
  ['chart-3', ['surface']],
];

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const colours = theme(name);
  const colour = (token: string): string => colours.get(token) ?? '#missing';
  const below = (pairs: typeof TEXT, least: number): string[] =>
    pairs.flatMap(([front, grounds]) =>
      grounds
        .map((ground) => ({ pair: `${front} on ${ground}`, ratio: contrast(colour(front), colour(ground)) }))
        .filter(({ ratio }) => !(ratio >= least))
        .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`),
    );

  it('has text of at least 4.5:1', () => {
    expect(below(TEXT, 4.5)).toEqual([]);
  });

  it('has outlines, focus rings and lines of at least 3:1', () => {
    expect(below(GRAPHICS, 3)).toEqual([]);
  });
});
