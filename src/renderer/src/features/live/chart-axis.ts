import type { Format } from '../../format/format.ts';

/** The width of one character of an axis label, and of the space beside it, px. */
const CHARACTER = 6.6;
const MARGIN = 14;
const LEAST = 64;

/**
 * Returns the width of the value axis, px, so that the longest label of amounts up to `peak` (minor units) fits: "100.000 $" is
 * longer than "$100k". The axis ends at a round number above the peak, at most the next power of ten.
 */
export function axisWidth(format: Pick<Format, 'moneyAxis'>, peak: number, currency: string): number {
  const round = peak < 1 ? 0 : 10 ** Math.ceil(Math.log10(peak));
  const longest = Math.max(...[peak, round].map((value) => format.moneyAxis(value, currency).length));
  return Math.max(LEAST, Math.ceil(longest * CHARACTER + MARGIN));
}
