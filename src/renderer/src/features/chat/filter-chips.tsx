import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams } from '../assignment/index.ts';
import type { FilterProps } from './filter-menu.tsx';
import { type ChatFilterChange, statusChange } from './filters.ts';

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

/** The filters that no tab shows, each with a way to take it away, and all of them from two on. */
export function FilterChips({ filters, onFilters }: FilterProps): ReactNode {
  const { t } = useTranslation();
  const teams = useTeams();
  const { filter, status, priority, label, channel, clock, team, waiting } = filters;
  const chips: { readonly text: string; readonly without: ChatFilterChange }[] = [
    ...(filter === 'participating'
      ? [{ text: t('chat.list.participating'), without: { filter: 'open' as const } }]
      : []),
    ...(waiting === true ? [{ text: t('chat.list.waitingOnly'), without: { waiting: undefined } }] : []),
    ...(status === undefined
      ? []
      : [
          {
            text: t('chat.list.withStatus', { status: t(`chat.status.${status}`) }),
            without: statusChange(filters, undefined),
          },
        ]),
    ...(priority === undefined
      ? []
      : [
          {
            text: t('chat.list.withPriority', { priority: t(`chat.priority.${priority}`) }),
            without: { priority: undefined },
          },
        ]),
    ...(clock === undefined ? [] : [{ text: t(`chat.list.clock.${clock}`), without: { clock: undefined } }]),
    ...(team === undefined
      ? []
      : [
          {
            text: t('chat.list.inTeam', { team: teams.find(({ id }) => id === team)?.name ?? '–' }),
            without: { team: undefined },
          },
        ]),
    ...(channel === undefined
      ? []
      : [
          {
            text: t('chat.list.ofChannel', { channel: t(`chat.channel.${channel}`) }),
            without: { channel: undefined },
          },
        ]),
    ...(label === undefined
      ? []
      : [{ text: t('chat.list.withLabel', { label }), without: { label: undefined } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1">
      {chips.map(({ text, without }) => (
        <Chip key={text} text={text} onRemove={() => onFilters(without)} />
      ))}
      {chips.length > 1 && (
        <button
          type="button"
          onClick={() => onFilters(Object.assign({}, ...chips.map(({ without }) => without)))}
          className="h-[22px] rounded-md px-1.5 text-xs text-ink-2 hover:bg-hover hover:text-ink"
        >
          {t('chat.list.clear')}
        </button>
      )}
    </div>
  );
}
