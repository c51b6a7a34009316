import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLOCK_FILTERS } from '#shared/bridge/chat.ts';
import { CONVERSATION_CHANNELS, CONVERSATION_STATUSES, PRIORITIES } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useTeams } from '../assignment/index.ts';
import { type ChatFilterChange, type ChatFilters, statusChange } from './filters.ts';

/** The labels and teams that the menu offers. */
const SHOWN = 12;

/** What the list shows, and a way to change it. */
export interface FilterProps {
  readonly filters: ChatFilters;
  readonly onFilters: (change: ChatFilterChange) => void;
}

/** A menu of all filters. They are combined; choosing one again takes it away. */
export function FilterMenu({ filters, onFilters }: FilterProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const teams = useTeams();
  const counts = useQuery({ queryKey: ['chat', 'counts'], queryFn: () => bridge.call('chat.counts', {}) });
  const labels = useQuery({
    queryKey: ['chat', 'labels'],
    queryFn: () => bridge.call('chat.labels', {}),
    enabled: open,
  });
  useHotkeys({ 'shortcuts.filterList': () => setOpen(true) });
  /** The entries of one kind of filter. */
  const group = <K extends 'priority' | 'channel' | 'clock' | 'label' | 'team'>(
    name: K,
    values: readonly NonNullable<ChatFilters[K]>[],
    labelOf: (value: NonNullable<ChatFilters[K]>) => string,
  ): MenuItem[] =>
    values.map((value) => ({
      key: `${name}-${value}`,
      label: labelOf(value),
      checked: filters[name] === value,
      run: () => onFilters({ [name]: filters[name] === value ? undefined : value }),
    }));
  const count = (of: 'participating' | 'snoozed'): string | undefined =>
    counts.data === undefined ? undefined : String(counts.data[of]);
  const teamIds = teams
    .filter(({ archived, id }) => !archived || filters.team === id)
    .slice(0, SHOWN)
    .map(({ id }) => id);
  const used = labels.data?.labels ?? [];
  return (
    <Menu
      label={t('chat.list.more')}
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={ListFilter} label={t('chat.list.more')} keys={['f']} variant="secondary" />}
      groups={[
        [
          {
            key: 'participating',
            label: t('chat.list.participating'),
            hint: count('participating'),
            checked: filters.filter === 'participating',
            run: () => onFilters({ filter: filters.filter === 'participating' ? 'open' : 'participating' }),
          },
          {
            key: 'waiting',
            label: t('chat.list.waitingOnly'),
            checked: filters.waiting === true,
            run: () => onFilters({ waiting: filters.waiting === true ? undefined : true }),
          },
        ],
        CONVERSATION_STATUSES.map((status) => ({
          key: `status-${status}`,
          label: t('chat.list.withStatus', { status: t(`chat.status.${status}`) }),
          hint: status === 'snoozed' ? count('snoozed') : undefined,
          checked: filters.status === status,
          run: () => onFilters(statusChange(filters, status)),
        })),
        group('team', teamIds, (id) =>
          t('chat.list.inTeam', { team: teams.find((team) => team.id === id)?.name ?? '–' }),
        ),
        group('priority', PRIORITIES, (priority) =>
          t('chat.list.withPriority', { priority: t(`chat.priority.${priority}`) }),
        ),
        group('clock', CLOCK_FILTERS, (clock) => t(`chat.list.clock.${clock}`)),
        group('channel', CONVERSATION_CHANNELS, (channel) =>
          t('chat.list.ofChannel', { channel: t(`chat.channel.${channel}`) }),
        ),
        group(
          'label',
          used.slice(0, SHOWN).map(({ label }) => label),
          (label) => label,
        ).map((item, index) => ({ ...item, hint: String(used[index]?.count ?? '') })),
      ]}
    />
  );
}
