import { type LucideIcon, MessagesSquare, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionEntry } from '#shared/bridge/attention.ts';
import type { AttentionReason } from '#shared/domain/attention.ts';
import { Badge } from '../../components/badge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import { cx } from '../../lib/cx.ts';

/** The height of a row, px. */
export const ATTENTION_ROW_HEIGHT = 62;

const TONE: Readonly<Record<AttentionReason, string>> = {
  clock_breached: 'text-crit',
  alert_critical: 'text-crit',
  clock_warning: 'text-warn',
  waiting: 'text-ink',
  alert_warning: 'text-warn',
  clock_running: 'text-ink-2',
  alert_info: 'text-ink-2',
};

/** Says why an entry stands where it does. */
function useReason(entry: AttentionEntry): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { reason, at, clock, mine } = entry;
  const time = format.age(Math.min(at, now), Math.max(at, now));
  const kind = clock ? t(`chat.clock.${clock.kind}`) : '';
  const why =
    reason === 'waiting' && clock
      ? t('attention.waitingDue', {
          time,
          kind,
          left: format.age(Math.min(now, clock.dueAt), Math.max(now, clock.dueAt)),
        })
      : t(`attention.reasons.${reason}`, { time, kind });
  if (entry.alert) return why;
  return t(mine ? 'attention.yours' : 'attention.nobodys', { why });
}

/** What an entry is called: the customer and what they write, or what the alert is about. */
function useTitle({ conversation, alert }: AttentionEntry): readonly [string, string] {
  const { t } = useTranslation();
  if (conversation)
    return [conversation.customer.name, conversation.lastMessagePreview || (conversation.subject ?? '')];
  if (!alert) return ['', ''];
  const { subject, message } = alert;
  if (subject.type === 'stock') return [subject.itemName, subject.locationName];
  if (subject.type === 'location') return [subject.locationName, message];
  if (subject.type === 'kpi') return [subject.name, ''];
  return [message === '' ? t('attention.alert') : message, ''];
}

/** One entry of the queue: its place, what it is, and why it stands there. */
export function AttentionRow({
  entry,
  place,
  active,
}: {
  readonly entry: AttentionEntry;
  readonly place: number;
  readonly active: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const reason = useReason(entry);
  const [title, detail] = useTitle(entry);
  const Icon: LucideIcon = entry.conversation ? MessagesSquare : OctagonAlert;
  const priority = entry.conversation?.priority ?? 'none';
  return (
    <div
      data-reason={entry.reason}
      className={cx(
        'relative flex h-full items-center gap-3 border-b border-line px-6',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <span className="w-7 shrink-0 text-right text-ink-3">{place}</span>
      <Icon size={16} aria-hidden className={cx('shrink-0', TONE[entry.reason])} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-medium">
            {title}
          </span>
          {(priority === 'urgent' || priority === 'high') && (
            <Badge tone={priority === 'urgent' ? 'crit' : 'warn'} className="h-4 px-1">
              {t(`chat.priority.${priority}`)}
            </Badge>
          )}
          <span dir="auto" className="min-w-0 flex-1 truncate text-xs text-ink-2 proportional-nums">
            {detail}
          </span>
        </span>
        <span
          className={cx('block truncate text-xs font-medium proportional-nums', TONE[entry.reason])}
          title={reason}
        >
          {reason}
        </span>
      </span>
    </div>
  );
}
