import { LayoutDashboard } from 'lucide-react';
import { lazy } from 'react';
import type { CommandContent } from '../../lib/about.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { textOf } from '../../lib/fields.ts';
import { boards as de } from '../../locales/de/boards.ts';
import { boards as en } from '../../locales/en/boards.ts';

/** The name that a command gives a board. */
const nameContent: CommandContent = (data) => textOf(data, 'name') ?? '';

/** The home page: boards of the widgets that all features declare. */
export const boards: FeatureDefinition<typeof en> = {
  name: 'boards',
  words: { en, de },
  routes: [
    { path: 'live', page: lazy(() => import('./page.tsx')) },
    { path: 'live/wall', page: lazy(() => import('./wall/wall.tsx')) },
  ],
  subjects: { board: (id) => `/live?board=${encodeURIComponent(id)}` },
  topics: { boards: { reads: ['outbox'] } },
  contents: { 'boards.save': nameContent, 'boards.rename': nameContent },
  channels: {
    boards: {
      icon: LayoutDashboard,
      // A board that is not shared is not named to others.
      values: ({ values }, { t }): Record<string, string> =>
        values['name'] === '' ? { name: t('boards.personal') } : {},
    },
  },
};
