import type { EngineDomain } from '../../store/domain.ts';
import { chart, figures, topProducts } from './reads.ts';

/** Figures over the sums that orders, payments, chat and alerts keep; it has no channel of its own. */
export const liveDomain: EngineDomain = {
  name: 'live',
  reads: { 'live.figures': figures, 'live.chart': chart, 'live.top_products': topProducts },
};
