import { useQuery } from '@tanstack/react-query';
import { BellOff, Hash, Lock, PanelRightClose, PanelRightOpen, UsersRound } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useCan } from '../../stores/session.ts';
import { RoomComposer } from './composer.tsx';
import { RoomMessages } from './messages.tsx';
import { useRoomName } from './names.ts';

/** Reads a room and its pinned messages. */
export function useRoom(roomId: string) {
  return useQuery({
    queryKey: ['rooms', 'room', roomId],
    queryFn: () => bridge.call('rooms.room', { roomId }),
    meta: { record: roomId },
  });
}

/** One room: header, messages, composer. */
export function RoomPane({
  roomId,
  input,
  detailsShown,
  onDetails,
  onEscape,
}: {
  readonly roomId: string;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly detailsShown: boolean;
  readonly onDetails: () => void;
  readonly onEscape: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const query = useRoom(roomId);
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows />
    );
  const { room } = query.data;
  // What a room was is not told to those who have left it.
  if (room === null)
    return <EmptyState icon={UsersRound} title={t('rooms.room.gone')} body={t('rooms.room.goneBody')} />;
  return (
    <Loaded room={room} input={input} detailsShown={detailsShown} onDetails={onDetails} onEscape={onEscape} />
  );
}

function Loaded({
  room,
  input,
  detailsShown,
  onDetails,
  onEscape,
}: {
  readonly room: RoomListRow;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly detailsShown: boolean;
  readonly onDetails: () => void;
  readonly onEscape: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const name = useRoomName()(room);
  const canWrite = useCan('rooms:write');
  const Icon = room.kind === 'private' ? Lock : Hash;
  const archived = room.archivedAt !== null;
  useHotkeys({ 'shortcuts.writeInRoom': () => input.current?.focus() });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-4">
        <Icon size={17} aria-hidden className="shrink-0 text-ink-3" />
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate text-md leading-5 font-semibold">
            {name}
          </h2>
          <p dir="auto" className="truncate text-xs text-ink-3">
            {room.topic || t(`rooms.kinds.${room.kind}`)}
          </p>
        </div>
        {room.muted && <BellOff size={14} role="img" aria-label={t('rooms.list.muted')} />}
        {archived && <Badge tone="neutral">{t('rooms.list.archived')}</Badge>}
        <IconButton
          icon={detailsShown ? PanelRightClose : PanelRightOpen}
          label={detailsShown ? t('rooms.room.hideDetails') : t('rooms.room.showDetails')}
          aria-expanded={detailsShown}
          keys="shortcuts.roomDetails"
          onClick={onDetails}
        />
      </header>
      <div className="min-h-0 flex-1">
        <RoomMessages key={room.id} room={room} name={name} />
      </div>
      {archived || !canWrite ? (
        <p className="border-t border-line px-5 py-3 text-ink-2">
          {t(archived ? 'rooms.room.archivedBar' : 'rooms.room.readOnly')}
        </p>
      ) : (
        <RoomComposer key={room.id} room={room} name={name} input={input} onEscape={onEscape} />
      )}
    </div>
  );
}
