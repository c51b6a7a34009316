import { AlarmClock, Check, Flag, UserPlus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { type ConversationChange, PRIORITIES } from '#shared/domain/chat.ts';
import { laterTimes } from '#shared/domain/later.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import type { PaletteAction } from '../../lib/feature.ts';
import { ownedByUser } from '../../stores/owned.ts';
import { timeZoneOf, useSession } from '../../stores/session.ts';

type Change = (change: ConversationChange) => unknown;

/** The selected conversations: how many there are, and what changes them; null while none is selected. */
export const useBulk = create<{ readonly count: number; readonly change: Change | null }>(() => ({
  count: 0,
  change: null,
}));
const NONE = { count: 0, change: null } as const;
ownedByUser('useBulk', () => useBulk.setState(NONE));

/** Offers the changes of the selected conversations in the palette while mounted. */
export function useRegisterBulk(count: number, change: Change): void {
  const newest = useRef(change);
  newest.current = change;
  useEffect(() => {
    useBulk.setState({ count, change: (made) => newest.current(made) });
    return () => useBulk.setState(NONE);
  }, [count]);
}

/** What can be done with the selected conversations, for the palette. */
export function bulkActions(count: number, change: Change): readonly PaletteAction[] {
  const record = String(count);
  const act =
    (made: () => ConversationChange): PaletteAction['run'] =>
    async () =>
      change(made());
  const tomorrow = (): ConversationChange => ({
    kind: 'snooze',
    until: laterTimes(gatewayNow(), timeZoneOf()).tomorrow,
    itemId: null,
  });
  const snooze = (
    id: string,
    label: PaletteAction['label'],
    made: () => ConversationChange,
  ): PaletteAction => ({
    id: `bulk-snooze-${id}`,
    label,
    record,
    icon: AlarmClock,
    run: act(made),
  });
  return [
    {
      id: 'bulk-assign-me',
      label: 'actions.bulkAssignMe',
      record,
      icon: UserPlus,
      run: act(() => ({
        kind: 'assignee',
        assigneeId: useSession.getState().session?.user?.id ?? null,
      })),
    },
    {
      id: 'bulk-resolve',
      label: 'actions.bulkResolve',
      record,
      icon: Check,
      run: act(() => ({ kind: 'status', status: 'resolved' })),
    },
    snooze('tomorrow', 'actions.bulkSnoozeTomorrow', tomorrow),
    snooze('reply', 'actions.bulkSnoozeReply', () => ({ kind: 'snooze', until: null, itemId: null })),
    ...PRIORITIES.map(
      (priority): PaletteAction => ({
        id: `bulk-priority-${priority}`,
        label: `actions.bulkPriority.${priority}`,
        record,
        icon: Flag,
        run: act(() => ({ kind: 'priority', priority })),
      }),
    ),
  ];
}
