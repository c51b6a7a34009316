import type { EngineDomain } from '../../store/domain.ts';
import { heat, paymentMethods, salesBy, topCategories, topProducts } from './breakdowns.ts';
import { chart, figures, payments } from './reads.ts';

/** The live figures, read from payments and their sums, orders, chat and alerts. The domain has no channel. */
export const liveDomain: EngineDomain = {
  name: 'live',
  reads: {
    'live.figures': figures,
    'live.chart': chart,
    'live.top_products': topProducts,
    'live.top_categories': topCategories,
    'live.sales_by': salesBy,
    'live.heat': heat,
    'live.payment_methods': paymentMethods,
    'live.payments': payments,
  },
};
