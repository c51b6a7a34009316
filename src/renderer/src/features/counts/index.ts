import { ClipboardCheck } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { counts as de } from '../../locales/de/counts.ts';
import { counts as en } from '../../locales/en/counts.ts';
import { countName, entryContent, linesContent } from './about.ts';

/** Stocktakes: the list of sheets, and the page of each, where its lines are counted, reviewed and posted. */
export const counts: FeatureDefinition<typeof en> = {
  name: 'counts',
  words: { en, de },
  routes: [
    { path: 'counts', page: lazy(() => import('./list/page.tsx')) },
    { path: 'counts/:countId', page: lazy(() => import('./sheet/page.tsx')) },
  ],
  nav: {
    path: '/counts',
    label: 'pages.counts',
    icon: ClipboardCheck,
    order: 34,
    place: 'stock',
    keys: ['g', 'z'],
    shortcut: 'shortcuts.counts',
    permission: 'counts:read',
  },
  selectionActions: [
    {
      id: 'count',
      label: 'selection.actions.count',
      icon: ClipboardCheck,
      order: 30,
      permission: 'counts:write',
      dialog: lazy(() => import('./selected.tsx')),
    },
  ],
  subjects: { count: pageBelow('/counts') },
  recordNames: { count: countName },
  contents: { 'counts.enter': entryContent, 'counts.recount': linesContent },
  topics: { counts: { reads: ['outbox'] }, count_levels: { reads: ['counts', 'inventory', 'outbox'] } },
  channels: { counts: { icon: ClipboardCheck } },
};
