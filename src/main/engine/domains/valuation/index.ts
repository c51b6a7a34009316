import type { EngineDomain } from '../../store/domain.ts';
import { itemHistory } from './item-history.ts';
import { valueDays } from './value-days.ts';
import { valueList } from './value-list.ts';

/** How stock moved and what it is worth, read from levels, movements and orders. The domain has no channel. */
export const valuationDomain: EngineDomain = {
  name: 'valuation',
  reads: {
    'valuation.item': itemHistory,
    'valuation.list': valueList,
    'valuation.days': valueDays,
  },
};
