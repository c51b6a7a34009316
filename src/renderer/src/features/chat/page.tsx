import { MessagesSquare } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { Page } from '../../components/page.tsx';
import { EmptyState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useAfterPaint } from '../../hooks/use-after-paint.ts';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useMedia } from '../../hooks/use-media.ts';
import { useSelection } from '../../hooks/use-selection.ts';
import { useShowRecord } from '../../hooks/use-show-record.ts';
import { moveIndex } from '../../keyboard/list-keys.ts';
import { cx } from '../../lib/cx.ts';
import { useCan } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';
import { ContextPane } from './context.tsx';
import { ConversationPane } from './conversation.tsx';
import { useReadAhead } from './conversation-queries.ts';
import { CHAT_TABS, type ChatFilters } from './filters.ts';
import { ConversationList } from './list.tsx';
import { FOLDER_SHORTCUTS, onEach, TAB_SHORTCUTS } from './list-shortcuts.ts';
import { nextAfter } from './next-after.ts';
import { type InboxView, useInboxView } from './use-inbox-view.ts';
import { useSignals } from './use-signals.ts';

const PAGE = 60;

/** The inbox: conversations, the open one, and its customer. */
export default function ChatPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('chat:read');
  return <Page title={t('chat.title')}>{allowed ? <Inbox /> : <NoPermission permission="chat:read" />}</Page>;
}

function Inbox(): ReactNode {
  const view = useInboxView();
  return view.filters === null ? <SkeletonRows /> : <Loaded view={view} filters={view.filters} />;
}

function Loaded({ view, filters }: { readonly view: InboxView; readonly filters: ChatFilters }): ReactNode {
  const { t } = useTranslation();
  const show = useShowRecord();
  const { conversationId = null } = useParams();
  const [params] = useSearchParams();
  const { onFilters } = view;
  const wide = useMedia('(min-width: 1240px)');
  const [contextChoice, setContextChoice] = useState<boolean | null>(null);
  const contextShown = conversationId !== null && (contextChoice ?? wide);
  // The messages are drawn first, the customer's orders in a later frame: who presses J again does not wait for them.
  const contextId = useAfterPaint(conversationId);
  const input = useRef<HTMLTextAreaElement | null>(null);
  const listElement = useRef<HTMLDivElement | null>(null);
  useSignals();

  const onSearch = useCallback((search: string) => onFilters({ search }), [onFilters]);
  const [searchText, setSearchText] = useDebouncedText(filters.search, onSearch);
  const list = useInfinite(['chat', 'list', filters], (after) =>
    bridge.call('chat.list', { ...filters, after, limit: PAGE }),
  );
  const { rows } = list;
  const canWrite = useCan('chat:write');
  const listed = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  const selection = useSelection(listed);
  const index = rows.findIndex((row) => row.id === conversationId);
  // The conversation on screen, or the one that is about to be: two keys may come before the page is drawn again.
  const shownId = useRef(conversationId);
  shownId.current = conversationId;
  // Its last place in the list. The next and the previous one are counted from there after it was resolved and left the list.
  const lastIndex = useRef(0);
  if (index >= 0) lastIndex.current = index;
  useReadAhead(index >= 0 ? [rows[index + 1]?.id, rows[index - 1]?.id] : []);

  const open = useCallback(
    (id: string) => {
      shownId.current = id;
      show({ pathname: `/chat/${encodeURIComponent(id)}`, search: params.toString() });
    },
    [show, params],
  );
  const move = (key: 'ArrowDown' | 'ArrowUp'): void => {
    const at = rows.findIndex((row) => row.id === shownId.current);
    const from =
      at >= 0 ? at : shownId.current === null ? -1 : lastIndex.current - (key === 'ArrowDown' ? 1 : 0);
    const next = moveIndex(key, from, rows.length, 1);
    const row = next === null ? undefined : rows[next];
    if (row) open(row.id);
  };
  // The list may have dropped the resolved conversation already, or will soon: its neighbour is the next one either way.
  const onResolved = (): void => {
    if (!useUi.getState().nextAfterResolve || conversationId === null) return;
    const id = nextAfter(
      rows.map((row) => row.id),
      conversationId,
      lastIndex.current,
    );
    if (id !== null) open(id);
  };
  const toggleContext = (): void => setContextChoice(!contextShown);
  const panel = useRef<HTMLElement | null>(null);
  // Who opens it by key goes on in it.
  const toggleByKey = (): void => {
    flushSync(toggleContext);
    if (contextShown) focusList();
    else panel.current?.focus();
  };
  // An empty list is not there; single keys must work nevertheless.
  const focusList = useCallback(() => {
    if (listElement.current !== null) listElement.current.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, []);
  useHotkeys({
    'shortcuts.next': () => move('ArrowDown'),
    'shortcuts.previous': () => move('ArrowUp'),
    'shortcuts.context': toggleByKey,
    ...onEach(TAB_SHORTCUTS, (n) => {
      const filter = CHAT_TABS[n];
      if (filter !== undefined) onFilters({ filter, status: undefined });
    }),
    ...onEach(FOLDER_SHORTCUTS, (n) => {
      const folder = view.folders[n];
      if (folder !== undefined) view.shown.onOpen(folder.id);
    }),
    ...(canWrite
      ? { 'shortcuts.select': () => shownId.current !== null && selection.toggle(shownId.current) }
      : {}),
  });

  return (
    <div className="relative flex h-full min-h-0">
      <section
        aria-label={t('chat.list.label')}
        className="flex min-h-0 w-[min(320px,45%)] shrink-0 flex-col border-r border-line bg-surface wide:w-[348px]"
      >
        <ConversationList
          list={list}
          view={view}
          filters={filters}
          searchText={searchText}
          onSearch={setSearchText}
          selection={selection}
          activeId={conversationId}
          onActive={(row) => open(row.id)}
          onOpen={() => input.current?.focus()}
          scrollRef={listElement}
        />
      </section>
      <section aria-label={t('chat.conversation.label')} className="min-h-0 min-w-0 flex-1 bg-canvas">
        {conversationId === null ? (
          <EmptyState
            icon={MessagesSquare}
            title={t('chat.conversation.none')}
            body={t('chat.conversation.noneBody')}
          />
        ) : (
          <ConversationPane
            key={conversationId}
            conversationId={conversationId}
            known={rows[index]}
            input={input}
            contextShown={contextShown}
            onContext={toggleContext}
            onEscape={focusList}
            onResolved={onResolved}
          />
        )}
      </section>
      {contextShown && contextId !== null && (
        <aside
          ref={panel}
          tabIndex={-1}
          aria-label={t('chat.context.label')}
          className={cx(
            'min-h-0 w-[310px] shrink-0 border-l border-line bg-canvas',
            !wide && 'absolute inset-y-0 right-0 z-10 shadow-pop',
          )}
        >
          <ContextPane key={contextId} conversationId={contextId} onClose={toggleContext} />
        </aside>
      )}
    </div>
  );
}
