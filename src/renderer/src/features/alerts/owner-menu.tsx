import { ChevronDown, UserMinus, UserPlus, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useTeamMembers } from '../../hooks/use-team.ts';
import { useCan, useUserId } from '../../stores/session.ts';

/** Who takes care of an alert, with a menu to change it. Colleagues are listed for those who may see the team. */
export function OwnerMenu({
  ownerId,
  ownerName,
  onAssign,
}: {
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly onAssign: (ownerId: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const mayList = useCan('chat:read');
  const team = useTeamMembers(mayList);
  const self: MenuItem[] =
    userId === null
      ? []
      : [
          {
            key: 'me',
            label: t('alerts.owner.take'),
            icon: <UserPlus size={14} aria-hidden />,
            keys: 'shortcuts.takeAlert',
            checked: ownerId === userId,
            run: () => onAssign(userId),
          },
        ];
  const others = (team.data?.users ?? [])
    .filter(({ id }) => id !== userId)
    .map(
      ({ id, name, role }): MenuItem => ({
        key: id,
        label: name,
        hint: t(`roles.${role}`),
        icon: <UserRound size={14} aria-hidden />,
        checked: id === ownerId,
        run: () => onAssign(id),
      }),
    );
  const none: MenuItem[] =
    ownerId === null
      ? []
      : [
          {
            key: 'none',
            label: t('alerts.owner.release'),
            icon: <UserMinus size={14} aria-hidden />,
            run: () => onAssign(null),
          },
        ];
  const name = ownerId === userId && ownerId !== null ? t('alerts.owner.you') : (ownerName ?? ownerId);
  return (
    <Menu
      label={t('alerts.owner.label')}
      align="start"
      groups={[self, others, none]}
      trigger={
        <Button
          aria-label={name === null ? t('alerts.owner.label') : t('alerts.owner.is', { name })}
          icon={UserRound}
        >
          <span dir="auto" className="max-w-40 truncate">
            {name ?? t('alerts.owner.label')}
          </span>
          <ChevronDown size={13} aria-hidden className="text-ink-3" />
        </Button>
      }
    />
  );
}
