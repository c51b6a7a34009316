import { useQuery } from '@tanstack/react-query';
import { ListFilter, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLOCK_FILTERS } from '#shared/bridge/chat.ts';
import { PRIORITIES } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { useTeams } from '../assignment/index.ts';
import type { ChatFilterChange, ChatFilters } from './filters.ts';

/** The labels that the menu offers. */
const SHOWN_LABELS = 12;

/** What the list shows, and a way to change it. */
interface FilterProps {
  readonly filters: ChatFilters;
  readonly onFilters: (change: ChatFilterChange) => void;
}

/** A menu of the folders without a tab, priorities and labels. */
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
  return (
    <Menu
      label={t('chat.list.more')}
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton icon={ListFilter} label={t('chat.list.more')} variant="secondary" />}
      groups={[
        (['participating', 'waiting', 'snoozed'] as const).map((folder) => ({
          key: folder,
          label: t(`chat.list.folder.${folder}`),
          hint: counts.data === undefined ? undefined : String(counts.data[folder]),
          checked: filters.filter === folder,
          run: () => onFilters({ filter: filters.filter === folder ? 'open' : folder }),
        })),
        teams
          .filter(({ archived, id }) => !archived || filters.team === id)
          .slice(0, SHOWN_LABELS)
          .map(({ id, name }) => ({
            key: `team-${id}`,
            label: t('chat.list.inTeam', { team: name }),
            checked: filters.team === id,
            run: () => onFilters({ team: filters.team === id ? undefined : id }),
          })),
        PRIORITIES.filter((priority) => priority !== 'none').map((priority) => ({
          key: priority,
          label: t('chat.list.withPriority', { priority: t(`chat.priority.${priority}`) }),
          checked: filters.priority === priority,
          run: () => onFilters({ priority: filters.priority === priority ? undefined : priority }),
        })),
        CLOCK_FILTERS.map((clock) => ({
          key: `clock-${clock}`,
          label: t(`chat.list.clock.${clock}`),
          checked: filters.clock === clock,
          run: () => onFilters({ clock: filters.clock === clock ? undefined : clock }),
        })),
        (labels.data?.labels ?? []).slice(0, SHOWN_LABELS).map(({ label, count }) => ({
          key: `label-${label}`,
          label,
          hint: String(count),
          checked: filters.label === label,
          run: () => onFilters({ label: filters.label === label ? undefined : label }),
        })),
      ]}
    />
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="inline-flex h-[22px] max-w-full items-center gap-0.5 rounded-md bg-accent-soft pl-1.5 text-xs text-accent-ink">
      <span dir="auto" className="min-w-0 truncate">
        {text}
      </span>
      <button
        type="button"
        aria-label={t('chat.list.removeFilter', { filter: text })}
        onClick={onRemove}
        className="inline-flex size-[22px] items-center justify-center rounded-md hover:bg-hover"
      >
        <X size={11} aria-hidden />
      </button>
    </span>
  );
}

/** The filters that no tab shows, each with a way to take it away. */
export function FilterChips({ filters, onFilters }: FilterProps): ReactNode {
  const { t } = useTranslation();
  const teams = useTeams();
  const { filter, priority, label, clock, team } = filters;
  const folder = filter === 'waiting' || filter === 'snoozed' || filter === 'participating' ? filter : null;
  if ([folder ?? undefined, priority, label, clock, team].every((one) => one === undefined)) return null;
  return (
    <div className="flex flex-wrap gap-1">
      {folder !== null && (
        <Chip text={t(`chat.list.folder.${folder}`)} onRemove={() => onFilters({ filter: 'open' })} />
      )}
      {priority !== undefined && (
        <Chip
          text={t('chat.list.withPriority', { priority: t(`chat.priority.${priority}`) })}
          onRemove={() => onFilters({ priority: undefined })}
        />
      )}
      {clock !== undefined && (
        <Chip text={t(`chat.list.clock.${clock}`)} onRemove={() => onFilters({ clock: undefined })} />
      )}
      {team !== undefined && (
        <Chip
          text={t('chat.list.inTeam', { team: teams.find(({ id }) => id === team)?.name ?? '–' })}
          onRemove={() => onFilters({ team: undefined })}
        />
      )}
      {label !== undefined && <Chip text={label} onRemove={() => onFilters({ label: undefined })} />}
    </div>
  );
}
