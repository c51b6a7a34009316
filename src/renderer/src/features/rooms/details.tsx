import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  LogOut,
  PenLine,
  Pin,
  UserMinus,
  UserPlus,
  X,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { mayRemoveMember, PRIVATE_MEMBERS, type RoomMessage } from '#shared/domain/rooms.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Menu } from '../../components/menu.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import { EditRoomDialog } from './edit-dialog.tsx';
import { formerMembers, readersOf } from './names.ts';
import { useRoom } from './room.tsx';

function Section({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3">
      <div className="mb-1.5 flex h-6 items-center gap-2">
        <h3 className="min-w-0 flex-1 text-xs font-semibold text-ink-2">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Topic, members and pinned messages of a room, and what can be done with it. */
export function RoomDetails({
  roomId,
  onClose,
}: {
  readonly roomId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const query = useRoom(roomId);
  const room = query.data?.room;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="min-w-0 flex-1 font-semibold">{t('rooms.details.title')}</h2>
        <IconButton
          icon={X}
          label={t('rooms.room.hideDetails')}
          keys="shortcuts.roomDetails"
          onClick={onClose}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {query.data === undefined ? (
          query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonRows rows={4} />
          )
        ) : room ? (
          <>
            <About room={room} />
            <Pins room={room} pinned={query.data.pinned} />
            <Members room={room} />
            <Actions room={room} />
          </>
        ) : (
          <p className="px-4 py-3 text-ink-2">{t('rooms.room.gone')}</p>
        )}
      </div>
    </div>
  );
}

function About({ room }: { readonly room: RoomListRow }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('rooms:write');
  const [editing, setEditing] = useState(false);
  return (
    <Section
      title={t('rooms.details.topic')}
      action={
        canWrite && (
          <IconButton
            size="sm"
            icon={PenLine}
            label={t('rooms.details.edit')}
            onClick={() => setEditing(true)}
          />
        )
      }
    >
      <p dir="auto" className={room.topic === '' ? 'text-ink-3' : 'break-words'}>
        {room.topic || t('rooms.details.noTopic')}
      </p>
      {editing && <EditRoomDialog room={room} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Pins({
  room,
  pinned,
}: {
  readonly room: RoomListRow;
  readonly pinned: readonly RoomMessage[];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const canWrite = useCan('rooms:write');
  const { submit } = useCommand('rooms.unpin');
  return (
    <Section title={t('rooms.details.pins', { count: room.pins.length })}>
      {room.pins.length === 0 && <p className="text-ink-3">{t('rooms.details.noPins')}</p>}
      <ul className="flex flex-col gap-1.5">
        {pinned.map((message) => (
          <li key={message.id} className="flex items-start gap-2">
            <Pin size={12} aria-hidden className="mt-1 shrink-0 text-ink-3" />
            <div className="min-w-0 flex-1">
              <p dir="auto" className="line-clamp-3 text-xs break-words whitespace-pre-wrap">
                {message.body || t('rooms.shared.sharedOne')}
              </p>
              <p className="truncate text-2xs text-ink-3">
                {t('rooms.details.pinnedBy', {
                  author: message.authorName,
                  time: format.dateTime(message.at),
                })}
              </p>
            </div>
            {canWrite && room.archivedAt === null && (
              <IconButton
                size="sm"
                icon={X}
                label={t('rooms.messages.unpin')}
                onClick={() => void submit({ roomId: room.id, messageId: message.id })}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AddMember({
  room,
  team,
}: {
  readonly room: RoomListRow;
  readonly team: readonly TeamUser[];
}): ReactNode {
  const { t } = useTranslation();
  const { submit } = useCommand('rooms.add_member');
  const others = team.filter(({ id }) => !room.memberIds.includes(id));
  const full = room.memberIds.length >= PRIVATE_MEMBERS.max;
  return (
    <Menu
      label={t('rooms.details.add')}
      trigger={
        <IconButton
          size="sm"
          icon={UserPlus}
          label={t('rooms.details.add')}
          disabled={full || others.length === 0 || room.archivedAt !== null}
        />
      }
      groups={[
        others.map(({ id, name }) => ({
          key: id,
          label: name,
          run: () => void submit({ roomId: room.id, userId: id }),
        })),
      ]}
    />
  );
}

function Members({ room }: { readonly room: RoomListRow }): ReactNode {
  const { t } = useTranslation();
  const team = useTeam();
  const userId = useUserId();
  const canWrite = useCan('rooms:write');
  const { submit } = useCommand('rooms.remove_member');
  const isPrivate = room.kind === 'private';
  const members = [
    ...readersOf(room, team),
    ...formerMembers(room, team).map((id) => ({ id, name: t('rooms.former'), username: null })),
  ];
  const isThere = (one: string): boolean => team.length === 0 || team.some(({ id }) => id === one);
  const mayRemove = isPrivate && canWrite && mayRemoveMember(room, { userId: userId ?? '', isThere });
  return (
    <Section
      title={t('rooms.details.members', { count: members.length })}
      action={isPrivate && canWrite && <AddMember room={room} team={team} />}
    >
      <p className="mb-1.5 text-xs text-ink-3">{t(`rooms.details.whoSees.${room.kind}`)}</p>
      <ul className="flex flex-col gap-0.5">
        {members.map(({ id, name, username }) => (
          <li key={id} className="flex h-7 items-center gap-2">
            <Avatar name={name} size="sm" />
            <span dir="auto" className="min-w-0 truncate">
              {name}
            </span>
            <span className="min-w-0 flex-1 truncate text-xs text-ink-3">
              {username !== null && `@${username}`}
            </span>
            {mayRemove && id !== userId && (
              <IconButton
                size="sm"
                icon={UserMinus}
                label={t('rooms.details.remove', { name })}
                onClick={() => void submit({ roomId: room.id, userId: id })}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Actions({ room }: { readonly room: RoomListRow }): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const canWrite = useCan('rooms:write');
  const canManage = useCan('rooms:manage');
  const mute = useCommand('rooms.mute');
  const archive = useCommand('rooms.archive');
  const leave = useCommand('rooms.leave');
  const [leaving, setLeaving] = useState(false);
  const archived = room.archivedAt !== null;
  const mayArchive = canWrite && (room.kind === 'private' || room.createdBy === userId || canManage);
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-3">
      <Button
        icon={room.muted ? Bell : BellOff}
        aria-pressed={room.muted}
        onClick={() => void mute.submit({ roomId: room.id, muted: !room.muted })}
      >
        {t(room.muted ? 'rooms.details.unmute' : 'rooms.details.mute')}
      </Button>
      <p className="text-xs text-ink-3">{t('rooms.details.muteHint')}</p>
      {mayArchive && (
        <Button
          icon={archived ? ArchiveRestore : Archive}
          onClick={() => void archive.submit({ roomId: room.id, archived: !archived })}
        >
          {t(archived ? 'rooms.details.reopen' : 'rooms.details.archive')}
        </Button>
      )}
      {room.kind === 'private' && canWrite && (
        <Button icon={LogOut} variant="danger" onClick={() => setLeaving(true)}>
          {t('rooms.details.leave')}
        </Button>
      )}
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={t('rooms.details.leaveTitle')}
        body={t('rooms.details.leaveBody')}
        action={t('rooms.details.leave')}
        danger
        onConfirm={() => {
          setLeaving(false);
          void leave.submit({ roomId: room.id });
        }}
      />
    </div>
  );
}
