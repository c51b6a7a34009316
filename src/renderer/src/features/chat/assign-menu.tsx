import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, UserMinus, UserPlus, UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useSay } from '../../hooks/use-say.ts';
import { useTeamMembers } from '../../hooks/use-team.ts';
import { describeError } from '../../i18n/errors.ts';
import { useUserId } from '../../stores/session.ts';
import { teammates } from './teammates.ts';

/** Returns the conversations of all lists that were read. */
function listedConversations(client: QueryClient): readonly ConversationRow[] {
  return client
    .getQueriesData<InfiniteData<MethodOutput<'chat.list'>>>({ queryKey: ['chat', 'list'] })
    .flatMap(([, data]) => data?.pages.flatMap((page) => page.rows) ?? []);
}

/** What a menu of people to assign to needs. */
interface AssignChoice {
  /** The present assignee; undefined where several conversations have different ones. */
  readonly assigneeId: string | null | undefined;
  readonly disabled: boolean;
  /** Whether the menu is open: the people are listed only then. */
  readonly open: boolean;
  readonly onAssign: (assigneeId: string | null) => void;
}

/** The people whom conversations can be assigned to, as groups of a menu. */
function useAssignGroups({
  assigneeId,
  disabled,
  open,
  onAssign,
}: AssignChoice): readonly (readonly MenuItem[])[] {
  const { t } = useTranslation();
  const say = useSay();
  const userId = useUserId();
  const client = useQueryClient();
  const team = useTeamMembers(!disabled);
  if (!open) return [];
  const others = teammates(team.data?.users ?? [], listedConversations(client), userId).map(
    (user): MenuItem => ({
      key: user.id,
      label: user.name,
      hint: user.role === null ? undefined : t(`roles.${user.role}`),
      icon: <UserRound size={14} aria-hidden />,
      checked: user.id === assigneeId,
      run: () => onAssign(user.id),
    }),
  );
  const failed: MenuItem[] =
    team.error === null
      ? []
      : [
          {
            key: 'failed',
            label: t('chat.conversation.teamFailed', { reason: describeError(say, team.error).title }),
            disabled: true,
            run: () => undefined,
          },
        ];
  const self: MenuItem[] =
    userId === null
      ? []
      : [
          {
            key: 'me',
            label: t('chat.conversation.assignMe'),
            icon: <UserPlus size={14} aria-hidden />,
            ...(assigneeId === undefined ? {} : { keys: 'shortcuts.mine' as const }),
            checked: assigneeId === userId,
            run: () => onAssign(userId),
          },
        ];
  const none: MenuItem[] =
    assigneeId === null
      ? []
      : [
          {
            key: 'none',
            label: t('chat.conversation.unassign'),
            icon: <UserMinus size={14} aria-hidden />,
            run: () => onAssign(null),
          },
        ];
  return [self, failed, others, none];
}

/** A menu that assigns several conversations at once. */
export function BulkAssignMenu({
  disabled,
  onAssign,
}: Pick<AssignChoice, 'disabled' | 'onAssign'>): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const groups = useAssignGroups({ assigneeId: undefined, disabled, open, onAssign });
  return (
    <Menu
      label={t('chat.conversation.assign')}
      open={open}
      onOpenChange={setOpen}
      groups={groups}
      trigger={
        <IconButton
          icon={UserPlus}
          label={t('chat.conversation.assign')}
          variant="secondary"
          disabled={disabled}
        />
      }
    />
  );
}

/** Shows the assignee of a conversation, with a menu to change it. */
export function AssignMenu({
  conversation,
  disabled,
  onAssign,
  open,
  onOpenChange,
}: {
  readonly conversation: ConversationRow;
  readonly disabled: boolean;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onAssign: (assigneeId: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const { assigneeId } = conversation;
  const groups = useAssignGroups({ assigneeId, disabled, open, onAssign });
  useHotkeys(disabled ? {} : { 'shortcuts.assign': () => onOpenChange(true) });
  const name = assigneeId === userId ? t('chat.list.you') : (conversation.assigneeName ?? assigneeId);
  return (
    <Menu
      label={t('chat.conversation.assign')}
      open={open}
      onOpenChange={onOpenChange}
      groups={groups}
      trigger={
        name === null ? (
          <Button
            disabled={disabled}
            aria-label={t('chat.conversation.assign')}
            className="w-[30px] rounded-l-none border-l-0 px-0"
          >
            <ChevronDown size={14} aria-hidden />
          </Button>
        ) : (
          <Button disabled={disabled} aria-label={t('chat.conversation.assignedTo', { name })}>
            <UserRound size={14} aria-hidden className="text-ink-3" />
            <span dir="auto" className="max-w-32 truncate max-[800px]:hidden">
              {name}
            </span>
            <ChevronDown size={13} aria-hidden className="text-ink-3" />
          </Button>
        )
      }
    />
  );
}
