import { MessageSquareQuote } from 'lucide-react';
import { lazy } from 'react';
import type { CommandContent } from '../../lib/about.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { textOf } from '../../lib/fields.ts';
import { canned as de } from '../../locales/de/canned.ts';
import { canned as en } from '../../locales/en/canned.ts';

const titleContent: CommandContent = (data) => textOf(data, 'title') ?? '';
const nameContent: CommandContent = (data) => textOf(data, 'name') ?? '';

/** Canned replies, which the composer inserts after `/`, and macros. */
export const canned: FeatureDefinition<typeof en> = {
  name: 'canned',
  words: { en, de },
  routes: [{ path: 'canned', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/canned',
    label: 'pages.canned',
    icon: MessageSquareQuote,
    order: 22,
    place: 'foot',
    keys: ['g', 'y'],
    shortcut: 'shortcuts.canned',
    permission: 'canned:read',
  },
  topics: { canned: { reads: ['outbox', 'inventory', 'chat', 'orders'] } },
  contents: { 'canned.save': titleContent, 'canned.save_macro': nameContent },
  channels: {
    canned: {
      icon: MessageSquareQuote,
      // What is a person's own is not named to others.
      values: ({ values }, { t }): Record<string, string> =>
        values['name'] === '' ? { name: t('canned.personal') } : {},
    },
  },
};

export { ChangedQuestion } from './changed-question.tsx';
export { checkSending, type Outgoing } from './check-sending.ts';
export { MacroMenu, useMacros } from './macro-menu.tsx';
export { registerComposer, startMacro } from './macro-runner.ts';
export { OpenVariables } from './open-variables.tsx';
export { MacroRunBar } from './run-bar.tsx';
export { MacroRunHost } from './run-host.tsx';
export { SlashList } from './slash-list.tsx';
export { useSlash } from './use-slash.ts';
