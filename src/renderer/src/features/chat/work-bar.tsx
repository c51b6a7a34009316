import { AlarmClock, Flag, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { isUnresolved, PRIORITIES } from '#shared/domain/chat.ts';
import type { Order } from '#shared/domain/orders.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { ConversationClocks } from '../../components/clock-chip.tsx';
import { Menu } from '../../components/menu.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useItem } from '../../hooks/use-item.ts';
import { cx } from '../../lib/cx.ts';
import { useCan } from '../../stores/session.ts';
import { LabelMenu } from './label-menu.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import { openTool, useTool } from './tools.ts';
import { useChange, type WorkChange } from './use-change.ts';

const FLAG = {
  urgent: 'text-crit',
  high: 'text-warn',
  medium: 'text-accent-ink',
  low: 'text-ink-2',
  none: 'text-ink-3',
} as const;

function PriorityMenu({
  priority,
  disabled,
  open,
  onOpenChange,
  onChange,
}: {
  readonly priority: ConversationRow['priority'];
  readonly disabled: boolean;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onChange: (change: WorkChange) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Menu
      label={t('chat.priority.title')}
      align="start"
      open={open}
      onOpenChange={onOpenChange}
      groups={[
        PRIORITIES.map((value) => ({
          key: value,
          label: t(`chat.priority.${value}`),
          icon: <Flag size={14} aria-hidden className={FLAG[value]} />,
          checked: value === priority,
          run: () => onChange({ kind: 'priority', priority: value }),
        })),
      ]}
      trigger={
        <Button
          size="sm"
          variant="ghost"
          disabled={disabled}
          aria-label={t('chat.priority.is', { priority: t(`chat.priority.${priority}`) })}
        >
          <Flag size={13} aria-hidden className={FLAG[priority]} />
          {priority === 'none' ? t('chat.priority.title') : t(`chat.priority.${priority}`)}
        </Button>
      }
    />
  );
}

/** Until when, or until what, a conversation is put aside. */
function SnoozedUntil({ conversation }: { readonly conversation: ConversationRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { snoozedUntil, snoozedItemId } = conversation;
  if (snoozedItemId !== null) return <SnoozedForItem itemId={snoozedItemId} />;
  return snoozedUntil === null
    ? t('chat.snooze.untilReply')
    : t('chat.snooze.until', { time: format.moment(snoozedUntil, gatewayNow()) });
}

function SnoozedForItem({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const { data } = useItem(itemId);
  return t('chat.snooze.untilStock', { item: data?.item.name ?? itemId });
}

/** The priority and labels of a conversation, and its snooze, with menus to change them. */
export function WorkBar({
  conversation,
  orders,
  extra,
}: {
  readonly conversation: ConversationRow;
  readonly orders: readonly Order[];
  /** What else can be done, at the end of the bar. */
  readonly extra: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('chat:write');
  const menus = { priority: useTool('priority'), labels: useTool('labels'), snooze: useTool('snooze') };
  const { change, wake } = useChange(conversation);
  const { priority, labels, status } = conversation;
  const itemIds = useMemo(
    () => [...new Set(orders.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)))],
    [orders],
  );
  useHotkeys(
    canWrite
      ? {
          'shortcuts.priority': () => openTool('priority'),
          'shortcuts.labels': () => openTool('labels'),
          'shortcuts.snooze': () => openTool('snooze'),
        }
      : {},
  );
  return (
    <div
      role="toolbar"
      aria-label={t('chat.work.label')}
      className="@container flex min-h-9 shrink-0 items-start gap-1 border-b border-line bg-surface px-3 py-1"
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
        <PriorityMenu priority={priority} disabled={!canWrite} {...menus.priority} onChange={change} />
        {labels.map((label) => (
          <span
            key={label}
            className="inline-flex h-[22px] max-w-40 items-center rounded-md border border-line bg-canvas pl-1.5 text-xs text-ink-2"
          >
            <span dir="auto" className="min-w-0 truncate">
              {label}
            </span>
            <button
              type="button"
              disabled={!canWrite}
              aria-label={t('chat.labels.remove', { label })}
              onClick={() => change({ kind: 'labels', add: [], remove: [label] })}
              className={cx(
                'inline-flex size-[24px] items-center justify-center rounded-md text-ink-3',
                canWrite ? 'hover:text-ink' : 'invisible w-1.5',
              )}
            >
              <X size={11} aria-hidden />
            </button>
          </span>
        ))}
        <LabelMenu
          labels={labels}
          disabled={!canWrite}
          {...menus.labels}
          onChange={(labelChange) => change({ kind: 'labels', ...labelChange })}
        />
      </div>
      <div className="flex min-h-[26px] shrink-0 items-center gap-1">
        <ConversationClocks conversation={conversation} />
        {status === 'snoozed' && (
          <span className="inline-flex min-w-0 items-center gap-1.5 text-xs text-ink-2">
            <AlarmClock size={13} aria-hidden className="shrink-0" />
            <span className="min-w-0 truncate">
              <SnoozedUntil conversation={conversation} />
            </span>
            <Button size="sm" disabled={!canWrite} onClick={wake}>
              {t('chat.snooze.wake')}
            </Button>
          </span>
        )}
        {isUnresolved(conversation) && status !== 'snoozed' && (
          <SnoozeMenu
            itemIds={itemIds}
            {...menus.snooze}
            onSnooze={(snooze) => change({ kind: 'snooze', ...snooze })}
            trigger={
              <Button size="sm" variant="ghost" icon={AlarmClock} disabled={!canWrite}>
                <span className="sr-only @min-[36rem]:not-sr-only">{t('chat.snooze.action')}</span>
              </Button>
            }
          />
        )}
        {extra}
      </div>
    </div>
  );
}
