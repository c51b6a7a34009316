import { CircleDot, UserCheck } from 'lucide-react';
import { lazy } from 'react';
import { translateDynamic } from '../../i18n/index.ts';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { assignment as de } from '../../locales/de/assignment.ts';
import { assignment as en } from '../../locales/en/assignment.ts';
import { teamContent, teamName, transferContent } from './about.ts';
import { chooseAvailability } from './availability.ts';

export { AssignmentLines, useAssignmentLines } from './assignment-lines.tsx';
export { AvailabilityChoice, AvailabilityMark } from './availability-menu.tsx';
export { PeopleMenu } from './people-menu.tsx';
export { useAssign } from './use-assign.tsx';
export { useTeams } from './use-assignment.ts';

/** The dialog that transfers a conversation. */
export const TransferDialog = lazy(() => import('./transfer-dialog.tsx'));

/** Teams, availability and who has a conversation. */
export const assignment: FeatureDefinition<typeof en> = {
  name: 'assignment',
  words: { en, de },
  routes: [
    { path: 'teams', page: lazy(() => import('./page.tsx')) },
    { path: 'teams/:teamId', page: lazy(() => import('./team-page.tsx')) },
  ],
  subjects: { support_team: pageBelow('/teams') },
  shortcuts: [{ label: 'shortcuts.newTeam', keys: ['n'] }],
  nav: {
    path: '/teams',
    label: 'pages.assignment',
    icon: UserCheck,
    order: 790,
    place: 'foot',
    keys: ['g', 'w'],
    shortcut: 'shortcuts.assignment',
    permission: 'assignment:read',
  },
  actions: [
    {
      id: 'availability.online',
      label: 'actions.goOnline',
      icon: CircleDot,
      run: () => chooseAvailability('online'),
    },
    {
      id: 'availability.busy',
      label: 'actions.goBusy',
      icon: CircleDot,
      run: () => chooseAvailability('busy'),
    },
    {
      id: 'availability.away',
      label: 'actions.goAway',
      icon: CircleDot,
      run: () => chooseAvailability('away'),
    },
    {
      id: 'availability.offline',
      label: 'actions.goOffline',
      icon: CircleDot,
      run: () => chooseAvailability('offline'),
    },
  ],
  topics: { assignment: { reads: ['outbox', 'chat', 'team'] } },
  contents: { 'assignment.transfer': transferContent, 'assignment.save_team': teamContent },
  recordNames: { support_team: teamName },
  channels: {
    assignment: {
      icon: UserCheck,
      values: ({ values }, i18n): Record<string, string> =>
        typeof values['state'] === 'string'
          ? { state: translateDynamic(i18n, `assignment.state.${values['state']}`, {}, values['state']) }
          : {},
    },
  },
};
