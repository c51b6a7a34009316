import { lazy } from 'react';
import type { CommandContent } from '../../lib/about.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { fieldOf, textOf } from '../../lib/fields.ts';
import { orderEntry as de } from '../../locales/de/order-entry.ts';
import { orderEntry as en } from '../../locales/en/order-entry.ts';

/** Who ordered, how many lines, and the note. */
const enteredContent: CommandContent = (data, { t, format }) => {
  const lines = fieldOf(data, 'lines');
  const count = Array.isArray(lines) ? lines.length : 0;
  return [
    textOf(fieldOf(data, 'customer'), 'name') ?? t('orders.guest'),
    t('purchasing.about.lines', { count, formatted: format.integer(count) }),
    textOf(data, 'note'),
  ]
    .filter(Boolean)
    .join(' · ');
};

/** Entering orders by hand, and the words of views and files of the list of orders. */
export const orderEntry: FeatureDefinition<typeof en> = {
  name: 'order-entry',
  words: { en, de },
  routes: [{ path: 'orders/new', page: lazy(() => import('./page.tsx')) }],
  contents: { 'orders.enter': enteredContent },
};

export { WaitingOrders } from './waiting-orders.tsx';
