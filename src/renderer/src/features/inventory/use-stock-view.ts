import { useTranslation } from 'react-i18next';
import { type TableView, useShownView } from '../views/index.ts';
import type { StockFilters } from './filters.ts';
import { STOCK_ADDRESS } from './view-address.ts';

/** What the stock table shows. */
export type StockView = TableView<StockFilters>;

const NO_CHANGE: Readonly<Partial<StockFilters>> = {};

/** Reads what the address names, and writes what the user changes. */
export function useStockView(): StockView {
  const { t } = useTranslation();
  return useShownView('inventory', t('inventory.allStock'), STOCK_ADDRESS, NO_CHANGE);
}
