import type { FigureName } from '#shared/domain/figures.ts';

/** Whether an increase is good. Figures that are not listed are neutral. */
const GOOD_UP: Partial<Record<FigureName, boolean>> = {
  revenue: true,
  orders: true,
  aov: true,
  refunds: false,
  refundRate: false,
  paymentSuccess: true,
  conversion: true,
};

/** Smaller changes than this fraction are shown as unchanged. */
export const FLAT = 0.0005;

/** Whether a change is good news. */
export function changeTone(name: FigureName, change: number): 'good' | 'bad' | 'neutral' {
  const goodUp = GOOD_UP[name];
  if (goodUp === undefined || Math.abs(change) < FLAT) return 'neutral';
  return change > 0 === goodUp ? 'good' : 'bad';
}
