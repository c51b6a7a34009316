import type { EngineDomain } from '../../store/domain.ts';
import { chart, figures, payments, topProducts } from './reads.ts';

/** The live figures, read from payments and their sums, orders, chat and alerts. The domain has no channel. */
export const liveDomain: EngineDomain = {
  name: 'live',
  reads: {
    'live.figures': figures,
    'live.chart': chart,
    'live.top_products': topProducts,
    'live.payments': payments,
  },
};
