import type { EngineDomain } from '../../store/domain.ts';
import { chart, figures, topProducts } from './reads.ts';

/** The live figures, read from the sums of orders, payments, chat and alerts. The domain has no channel. */
export const liveDomain: EngineDomain = {
  name: 'live',
  reads: { 'live.figures': figures, 'live.chart': chart, 'live.top_products': topProducts },
};
