import { Bookmark } from 'lucide-react';
import { VIEW_PAGES } from '#shared/domain/views.ts';
import type { CommandContent } from '../../lib/about.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { textOf } from '../../lib/fields.ts';
import { views as de } from '../../locales/de/views.ts';
import { views as en } from '../../locales/en/views.ts';

/** The name that a command gives a view. */
const nameContent: CommandContent = (data) => textOf(data, 'name') ?? '';

/** Returns the address of a view, whose id begins with the name of its page: `inventory/<id>`. */
function pathOfView(id: string): string {
  const [name, view = ''] = id.split('/');
  const page = VIEW_PAGES.find((known) => known === name) ?? 'inventory';
  return `/${page}?saved=${encodeURIComponent(view)}`;
}

/** Saved views of pages. */
export const views: FeatureDefinition<typeof en> = {
  name: 'views',
  words: { en, de },
  subjects: { view: pathOfView },
  search: [{ kind: 'view', label: 'palette.kinds.view', icon: Bookmark, order: 12 }],
  topics: { views: { reads: ['outbox'] } },
  contents: { 'views.save': nameContent, 'views.rename': nameContent },
  channels: {
    views: {
      icon: Bookmark,
      // A view that is not shared is not named to others.
      values: ({ values }, { t }): Record<string, string> =>
        values['name'] === '' ? { name: t('views.personal') } : {},
    },
  },
};

export { viewAddress } from './address.ts';
export { type TableView, useShownView } from './use-shown-view.ts';
export type { ShownView } from './use-views.ts';
export { useViews } from './use-views.ts';
export { ViewsMenu } from './views-menu.tsx';
