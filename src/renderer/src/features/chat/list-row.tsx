import { AlarmClock, Check, Clock3, Hourglass, MessageSquarePlus, Plug, UserRound } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { isUnresolved, isWaiting } from '#shared/domain/chat.ts';
import { shownClock } from '#shared/domain/service-levels.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Badge, CountBadge } from '../../components/badge.tsx';
import { ClockChip } from '../../components/clock-chip.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import { cx } from '../../lib/cx.ts';
import { useTypist } from './typing.ts';

/** The height of a row, px. */
export const LIST_ROW_HEIGHT = 74;
/** A wait longer than this is highlighted. */
const LONG_WAIT_MS = 5 * 60_000;

/** The labels that have room, at the right; the conversation shows all. */
function Labels({ labels }: { readonly labels: readonly string[] }): ReactNode {
  return (
    <span className="flex h-[18px] min-w-0 flex-1 basis-0 flex-wrap items-center justify-end gap-x-1 overflow-hidden">
      {labels.map((label) => (
        <span
          key={label}
          dir="auto"
          className="max-w-full truncate rounded-sm border border-line px-1 leading-4"
        >
          {label}
        </span>
      ))}
    </span>
  );
}

/** The customer's initials; pointed at or selected, a box to select the conversation. */
function SelectMark({
  row,
  selected,
  onSelect,
}: {
  readonly row: ConversationRow;
  readonly selected: boolean;
  readonly onSelect: ((id: string) => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  if (onSelect === undefined) return <Avatar name={row.customer.name} />;
  return (
    <span
      data-select=""
      title={t('chat.bulk.select')}
      // The list has the keyboard: X selects. A click here does not open the conversation.
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onSelect(row.id);
      }}
      className="group/select relative inline-flex shrink-0 self-start"
      aria-hidden
    >
      <Avatar name={row.customer.name} />
      <span
        className={cx(
          'absolute inset-0 items-center justify-center rounded-full',
          selected ? 'flex bg-accent text-on-accent' : 'hidden bg-hover group-hover/select:flex',
        )}
      >
        {selected ? (
          <Check size={15} aria-hidden />
        ) : (
          <span className="size-4 rounded-sm border border-control bg-surface" />
        )}
      </span>
    </span>
  );
}

function Waiting({ since }: { readonly since: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const age = format.age(since, now);
  return (
    <span
      title={t('chat.list.waitingFor', { age })}
      className={cx(
        'inline-flex shrink-0 items-center gap-1 rounded-sm px-1 text-2xs font-medium',
        now - since >= LONG_WAIT_MS ? 'bg-warn-soft text-warn' : 'text-ink-2',
      )}
    >
      <Hourglass size={10} aria-hidden />
      <span aria-hidden>{age}</span>
      <span className="sr-only">{t('chat.list.waitingFor', { age })}</span>
    </span>
  );
}

/** What a search found, otherwise the last message. */
function previewOf({ match, lastMessagePreview, subject }: ConversationRow): string | null {
  return match ?? (lastMessagePreview || subject);
}

/** One conversation in the list: customer, time, last message, waiting time, assignee. */
export const ConversationListRow = memo(function ConversationListRow({
  row,
  active,
  userId,
  selected,
  onSelect,
}: {
  readonly row: ConversationRow;
  readonly active: boolean;
  readonly userId: string | null;
  readonly selected: boolean;
  /** Adds it to the selected ones, or takes it out; undefined where nothing can be selected. */
  readonly onSelect: ((id: string) => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const typist = useTypist(row.id);
  const unread = row.unread > 0;
  return (
    <div
      className={cx(
        'relative flex h-full gap-2.5 border-b border-line px-3 py-2.5',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <SelectMark row={row} selected={selected} onSelect={onSelect} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span
            dir="auto"
            className={cx('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}
          >
            {row.customer.name}
            {selected && <span className="sr-only">{t('chat.bulk.isSelected')}</span>}
          </span>
          <RelativeTime at={row.lastMessageAt} short className="shrink-0 text-2xs text-ink-3" />
        </div>
        <div className="flex items-center gap-2">
          {row.hasDraft && (
            <span className="shrink-0 text-xs font-medium text-warn">{t('chat.list.draft')}</span>
          )}
          <span
            dir="auto"
            className={cx(
              'min-w-0 flex-1 truncate text-xs proportional-nums',
              typist ? 'text-accent-ink italic' : unread ? 'text-ink' : 'text-ink-2',
            )}
          >
            {typist ? t('chat.messages.typing', { name: typist }) : previewOf(row)}
          </span>
          {unread && (
            <CountBadge
              count={row.unread}
              tone="accent"
              label={t('chat.list.unread', { count: row.unread })}
            />
          )}
        </div>
        <div className="mt-0.5 flex h-[18px] items-center gap-1.5 text-2xs text-ink-3">
          {row.channel !== null && row.channel !== 'widget' && (
            <span title={t(`chat.channel.${row.channel}`)} className="inline-flex shrink-0 items-center">
              {row.channel === 'agent' ? (
                <MessageSquarePlus size={11} aria-hidden />
              ) : (
                <Plug size={11} aria-hidden />
              )}
              <span className="sr-only">{t(`chat.channel.${row.channel}`)}</span>
            </span>
          )}
          <UserRound size={10} aria-hidden className="shrink-0" />
          <span dir="auto" className="min-w-0 truncate">
            {row.assigneeId === null
              ? t('chat.list.nobody')
              : row.assigneeId === userId
                ? t('chat.list.you')
                : (row.assigneeName ?? row.assigneeId)}
          </span>
          <Labels labels={row.labels} />
          {row.pending > 0 && (
            <span
              className="inline-flex items-center text-warn"
              title={t('chat.list.pending', { count: row.pending })}
            >
              <Clock3 size={11} aria-hidden />
              <span className="sr-only">{t('chat.list.pending', { count: row.pending })}</span>
            </span>
          )}
          {row.status === 'snoozed' && (
            <span title={t('chat.status.snoozed')} className="inline-flex items-center">
              <AlarmClock size={11} aria-hidden />
              <span className="sr-only">{t('chat.status.snoozed')}</span>
            </span>
          )}
          {(row.priority === 'urgent' || row.priority === 'high') && (
            <Badge tone={row.priority === 'urgent' ? 'crit' : 'warn'} className="h-4 px-1">
              {t(`chat.priority.${row.priority}`)}
            </Badge>
          )}
          {!isUnresolved(row) && <span>{t('chat.list.resolvedMark')}</span>}
          {shownClock(row.clocks) === null ? (
            isWaiting(row) && row.waitingSince !== null && <Waiting since={row.waitingSince} />
          ) : (
            <ClockChip clocks={row.clocks} />
          )}
        </div>
      </div>
    </div>
  );
});
