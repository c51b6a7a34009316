import type { FigureName } from '../../stores/live.ts';

/** Which way is good; what is not named is neither. */
const GOOD_UP: Partial<Record<FigureName, boolean>> = {
  revenue: true,
  orders: true,
  aov: true,
  refunds: false,
};

/** Whether a change is good news. Below half a tenth of a percent it is none. */
export function changeTone(name: FigureName, change: number): 'good' | 'bad' | 'neutral' {
  const goodUp = GOOD_UP[name];
  if (goodUp === undefined || Math.abs(change) < 0.0005) return 'neutral';
  return change > 0 === goodUp ? 'good' : 'bad';
}
