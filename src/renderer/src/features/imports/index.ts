import { Download, FileSpreadsheet } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { imports as de } from '../../locales/de/imports.ts';
import { imports as en } from '../../locales/en/imports.ts';

/** CSV in and out: items, levels, thresholds and the ledger. Opened from the inventory and the palette. */
export const imports: FeatureDefinition<typeof en> = {
  name: 'imports',
  words: { en, de },
  routes: [{ path: 'imports/:importId?', page: lazy(() => import('./page.tsx')) }],
  subjects: { import: pageBelow('/imports') },
  actions: [
    {
      id: 'imports',
      label: 'actions.imports',
      icon: FileSpreadsheet,
      run: async () => {
        window.location.hash = '#/imports';
      },
    },
  ],
  selectionActions: [
    {
      id: 'export',
      label: 'selection.actions.export',
      icon: Download,
      order: 70,
      permission: 'inventory:read',
      dialog: lazy(() => import('./selected.tsx')),
    },
  ],
  channels: {
    imports: {
      icon: FileSpreadsheet,
      values: ({ values }, { t }) => ({
        stateName: t(`imports.state.${String(values['state'])}` as 'imports.state.ready'),
      }),
    },
  },
};
