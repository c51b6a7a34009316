import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { Page } from '../../components/page.tsx';
import { EmptyState, NoPermission } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMedia } from '../../hooks/use-media.ts';
import { useShowRecord } from '../../hooks/use-show-record.ts';
import { moveIndex } from '../../keyboard/list-keys.ts';
import { cx } from '../../lib/cx.ts';
import { useCan } from '../../stores/session.ts';
import { NewRoomDialog } from './create-dialog.tsx';
import { RoomDetails } from './details.tsx';
import { RoomList } from './list.tsx';
import { RoomPane } from './room.tsx';

/** The rooms of the team: the list, the open room, and what is known about it. */
export default function RoomsPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('rooms:read');
  return (
    <Page title={t('rooms.title')}>{allowed ? <Rooms /> : <NoPermission permission="rooms:read" />}</Page>
  );
}

function Rooms(): ReactNode {
  const { t } = useTranslation();
  const show = useShowRecord();
  const { roomId = null } = useParams();
  const canWrite = useCan('rooms:write');
  const wide = useMedia('(min-width: 1240px)');
  const [choice, setChoice] = useState<boolean | null>(null);
  const [creating, setCreating] = useState(false);
  const detailsShown = roomId !== null && (choice ?? wide);
  const input = useRef<HTMLTextAreaElement | null>(null);
  const listElement = useRef<HTMLDivElement | null>(null);
  const list = useQuery({ queryKey: ['rooms', 'list'], queryFn: () => bridge.call('rooms.list', {}) });
  const rows = list.data?.rooms ?? [];
  const index = rows.findIndex(({ id }) => id === roomId);
  const open = useCallback((id: string) => show({ pathname: `/rooms/${encodeURIComponent(id)}` }), [show]);
  const move = (key: 'ArrowDown' | 'ArrowUp'): void => {
    const next = moveIndex(key, index, rows.length, 1);
    const row = next === null ? undefined : rows[next];
    if (row) open(row.id);
  };
  const toggleDetails = (): void => setChoice(!detailsShown);
  useHotkeys({
    'shortcuts.next': () => move('ArrowDown'),
    'shortcuts.previous': () => move('ArrowUp'),
    'shortcuts.roomDetails': toggleDetails,
    ...(canWrite ? { 'shortcuts.newRoom': () => setCreating(true) } : {}),
  });
  return (
    <div className="relative flex h-full min-h-0">
      <section
        aria-label={t('rooms.list.label')}
        className="flex min-h-0 w-[min(320px,45%)] shrink-0 flex-col border-r border-line bg-surface wide:w-[348px]"
      >
        <RoomList
          list={list}
          activeId={roomId}
          onActive={({ id }) => open(id)}
          onOpen={() => input.current?.focus()}
          onNew={canWrite ? () => setCreating(true) : null}
          scrollRef={listElement}
        />
      </section>
      <section aria-label={t('rooms.room.label')} className="min-h-0 min-w-0 flex-1 bg-canvas">
        {roomId === null ? (
          <EmptyState icon={UsersRound} title={t('rooms.room.none')} body={t('rooms.room.noneBody')} />
        ) : (
          <RoomPane
            key={roomId}
            roomId={roomId}
            input={input}
            detailsShown={detailsShown}
            onDetails={toggleDetails}
            onEscape={() => listElement.current?.focus()}
          />
        )}
      </section>
      {detailsShown && (
        <aside
          aria-label={t('rooms.details.label')}
          className={cx(
            'min-h-0 w-[290px] shrink-0 border-l border-line bg-canvas',
            !wide && 'absolute inset-y-0 right-0 z-10 shadow-pop',
          )}
        >
          <RoomDetails key={roomId} roomId={roomId} onClose={toggleDetails} />
        </aside>
      )}
      {creating && (
        <NewRoomDialog
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            open(id);
          }}
        />
      )}
    </div>
  );
}
