import { AlarmClock, CalendarClock, MessageSquareReply, PackageCheck } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snooze } from '#shared/domain/chat.ts';
import { available } from '#shared/domain/inventory.ts';
import { laterTimes } from '#shared/domain/later.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useItems } from '../../hooks/use-item.ts';
import { useTimeZone } from '../../stores/session.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';

/** Items of the conversation's orders that are looked at. */
const MAX_ITEMS = 8;

/** A menu of when a conversation comes back: at a time, with the next reply, or when an ordered item is in stock again. */
export function SnoozeMenu({
  trigger,
  itemIds = [],
  open,
  onOpenChange,
  onSnooze,
}: {
  readonly trigger: ReactElement;
  /** The items that the conversation is about. */
  readonly itemIds?: readonly string[];
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly onSnooze: (snooze: Snooze) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const zone = useTimeZone();
  const [choosing, setChoosing] = useState(false);
  const items = useItems(itemIds.slice(0, MAX_ITEMS));
  // Made for the open menu only: each time of day in the shop's time zone takes a while.
  const groups = (): readonly (readonly MenuItem[])[] => {
    const now = gatewayNow();
    const times = laterTimes(now, zone);
    const until = (key: keyof typeof times): MenuItem => ({
      key,
      label: t(`chat.snooze.${key}`),
      hint:
        format.calendarDay(times[key]) === format.calendarDay(now)
          ? format.time(times[key])
          : format.dateTime(times[key]),
      icon: <AlarmClock size={14} aria-hidden />,
      run: () => onSnooze({ until: times[key], itemId: null }),
    });
    const soldOut = items.filter(({ levels }) => levels.every((level) => available(level) <= 0));
    return [
      [until('hour'), until('tomorrow'), until('nextWeek')],
      [
        {
          key: 'date',
          label: t('chat.snooze.date'),
          icon: <CalendarClock size={14} aria-hidden />,
          run: () => setChoosing(true),
        },
        {
          key: 'reply',
          label: t('chat.snooze.reply'),
          icon: <MessageSquareReply size={14} aria-hidden />,
          run: () => onSnooze({ until: null, itemId: null }),
        },
      ],
      soldOut.map(({ item }) => ({
        key: `item-${item.id}`,
        label: t('chat.snooze.stock', { item: item.name }),
        icon: <PackageCheck size={14} aria-hidden />,
        run: () => onSnooze({ until: null, itemId: item.id }),
      })),
    ];
  };
  return (
    <>
      <Menu
        label={t('chat.snooze.label')}
        trigger={trigger}
        {...(open === undefined ? {} : { open })}
        {...(onOpenChange === undefined ? {} : { onOpenChange })}
        groups={groups}
      />
      {choosing && (
        <SnoozeDialog
          onClose={() => setChoosing(false)}
          onChoose={(at) => {
            setChoosing(false);
            onSnooze({ until: at, itemId: null });
          }}
        />
      )}
    </>
  );
}
