import { Upload } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { outbox as de } from '../../locales/de/outbox.ts';
import { outbox as en } from '../../locales/en/outbox.ts';

/** Everything that was not sent: commands on their way or refused, and what was only typed. */
export const outbox: FeatureDefinition<typeof en> = {
  name: 'outbox',
  words: { en, de },
  routes: [{ path: 'outbox', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/outbox',
    label: 'pages.outbox',
    icon: Upload,
    order: 790,
    place: 'foot',
    keys: ['g', 'x'],
    shortcut: 'shortcuts.outbox',
    permission: null,
  },
  shortcuts: [
    { label: 'shortcuts.outboxRetry', keys: ['r'] },
    { label: 'shortcuts.outboxEdit', keys: ['e'] },
    { label: 'shortcuts.outboxDiscard', keys: ['Delete'] },
  ],
  // `typed` are drafts and forms; the counts of this topic are also those of commands.
  topics: { typed: { reads: ['outbox'] } },
};
