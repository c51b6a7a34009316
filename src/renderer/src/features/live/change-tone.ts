import type { FigureName } from '../../stores/figures.ts';

/** Which way is good; what is not named is neither. */
const GOOD_UP: Partial<Record<FigureName, boolean>> = {
  revenue: true,
  orders: true,
  aov: true,
  refunds: false,
};

/** A smaller change than this, as a fraction, is shown as none. */
export const FLAT = 0.0005;

/** Whether a change is good news. */
export function changeTone(name: FigureName, change: number): 'good' | 'bad' | 'neutral' {
  const goodUp = GOOD_UP[name];
  if (goodUp === undefined || Math.abs(change) < FLAT) return 'neutral';
  return change > 0 === goodUp ? 'good' : 'bad';
}
