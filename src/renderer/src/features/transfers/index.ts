import { ArrowLeftRight } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { transfers as de } from '../../locales/de/transfers.ts';
import { transfers as en } from '../../locales/en/transfers.ts';
import { linesContent, transferName } from './about.ts';

/** Transfers between locations: the list, and the page of each, where it is planned, sent and received. */
export const transfers: FeatureDefinition<typeof en> = {
  name: 'transfers',
  words: { en, de },
  routes: [
    { path: 'transfers', page: lazy(() => import('./list/page.tsx')) },
    { path: 'transfers/:transferId', page: lazy(() => import('./detail/page.tsx')) },
  ],
  nav: {
    path: '/transfers',
    label: 'pages.transfers',
    icon: ArrowLeftRight,
    order: 33,
    place: 'stock',
    keys: ['g', 't'],
    shortcut: 'shortcuts.transfers',
    permission: 'transfers:read',
  },
  selectionActions: [
    {
      id: 'transfer',
      label: 'selection.actions.transfer',
      icon: ArrowLeftRight,
      order: 40,
      permission: 'transfers:write',
      dialog: lazy(() => import('./selected.tsx')),
    },
  ],
  subjects: { transfer: pageBelow('/transfers') },
  recordNames: { transfer: transferName },
  contents: {
    'transfers.create': linesContent,
    'transfers.edit': linesContent,
    'transfers.send': linesContent,
    'transfers.receive': linesContent,
    'transfers.write_off': linesContent,
  },
  topics: {
    transfers: { reads: ['outbox'] },
    transfer_levels: { reads: ['transfers', 'inventory', 'outbox'] },
  },
  channels: { transfers: { icon: ArrowLeftRight } },
};
