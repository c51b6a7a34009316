import { useQuery } from '@tanstack/react-query';
import { UserRoundPlus, UsersRound } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useMedia } from '../../hooks/use-media.ts';
import { cx } from '../../lib/cx.ts';
import { UserDetail } from './user-detail.tsx';

const ROW_HEIGHT = 56;

/** The users, with the selected one beside. */
export function UsersView({
  tabs,
  chosenId,
  onChoose,
  onNew,
}: {
  readonly tabs: ReactNode;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
  readonly onNew: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const wide = useMedia('(min-width: 1240px)');
  const query = useQuery({ queryKey: ['admin', 'users'], queryFn: () => bridge.call('admin.users', {}) });
  const users = query.data?.users ?? [];
  const chosen = users.find(({ id }) => id === chosenId) ?? null;
  return (
    <ListDetail
      listLabel={t('users.list')}
      detailLabel={t('users.detail')}
      listWidth={wide ? 420 : 340}
      list={
        <>
          <div className="flex shrink-0 items-center border-b border-line px-4 py-2">{tabs}</div>
          <OfflineNote />
          <div className="min-h-0 flex-1">
            {query.error ? (
              <ErrorState error={query.error} onRetry={() => void query.refetch()} />
            ) : query.isLoading ? (
              <SkeletonRows />
            ) : users.length === 0 ? (
              <EmptyState
                icon={UsersRound}
                title={t('users.empty')}
                body={t('users.emptyBody')}
                action={
                  <Button icon={UserRoundPlus} onClick={onNew}>
                    {t('users.new')}
                  </Button>
                }
              />
            ) : (
              <VirtualList
                rows={users}
                rowKey={({ id }) => id}
                rowHeight={ROW_HEIGHT}
                label={t('users.list')}
                activeKey={chosenId}
                onActive={({ id }) => onChoose(id)}
                renderRow={(user, { active }) => <UserRow user={user} active={active} />}
              />
            )}
          </div>
        </>
      }
      detail={
        chosen !== null ? (
          <UserDetail key={chosen.id} user={chosen} />
        ) : (
          <EmptyState icon={UsersRound} title={t('users.choose')} body={t('users.chooseBody')} />
        )
      }
    />
  );
}

const UserRow = memo(function UserRow({
  user,
  active,
}: {
  readonly user: User;
  readonly active: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const disabled = user.disabledAt !== null;
  return (
    <div
      className={cx(
        'relative flex h-full items-center gap-3 border-b border-line px-4',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <Avatar name={user.name} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className={cx('truncate font-medium proportional-nums', disabled && 'text-ink-2')}>
          {user.name}
        </p>
        <p dir="auto" className="truncate text-xs text-ink-3">
          {user.username}
        </p>
      </div>
      {disabled ? <Badge tone="warn">{t('users.disabled')}</Badge> : <Badge>{t(`roles.${user.role}`)}</Badge>}
    </div>
  );
});
