import { useQuery } from '@tanstack/react-query';
import { Clock3, Folder, MessageSquareQuote, Plus, UserRound } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CANNED_SCOPES, type ListedReply } from '#shared/bridge/canned.ts';
import { preview } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { cx } from '../../lib/cx.ts';
import { useCan } from '../../stores/session.ts';
import { ReplyPane } from './reply-pane.tsx';
import { useOpened } from './use-opened.ts';

const PAGE = 60;
const ROW_HEIGHT = 58;
/** Stands for all folders in the address and in the choice. */
const ANY_FOLDER = '';

/** The list of canned replies, and the one that is open. */
export function Replies({ tabs }: { readonly tabs: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('canned:write');
  const { id, open, params, put } = useOpened();
  const detail = useRef<HTMLDivElement | null>(null);
  const scope = CANNED_SCOPES.find((one) => one === params.get('scope')) ?? 'all';
  const folder = params.get('folder')?.slice(0, 60) || null;
  const search = (params.get('q') ?? '').slice(0, 200);
  const onSearch = useCallback((text: string) => put('q', text), [put]);
  const [text, setText] = useDebouncedText(search, onSearch);
  const list = useInfinite(['canned', 'search', search, folder, scope], (after) =>
    bridge.call('canned.search', { text: search, folder, scope, after, limit: PAGE }),
  );
  const folders = useQuery({
    queryKey: ['canned', 'folders', scope],
    queryFn: () => bridge.call('canned.folders', { scope }),
  });
  const narrowed = search !== '' || folder !== null || scope !== 'all';
  const create = canWrite && (
    <Button icon={Plus} variant="primary" onClick={() => open('new')}>
      {t('canned.new')}
    </Button>
  );
  return (
    <ListDetail
      listLabel={t('canned.list.label')}
      detailLabel={t('canned.list.detail')}
      listWidth={360}
      list={
        <>
          <div className="flex shrink-0 flex-col gap-2 border-b border-line p-3">
            <div className="flex flex-wrap items-center gap-2">
              {tabs}
              <span className="flex-1" />
              {create}
            </div>
            <SearchInput
              value={text}
              onValue={setText}
              label={t('canned.list.search')}
              clearLabel={t('canned.list.clearSearch')}
            />
            <div className="grid grid-cols-2 gap-2">
              <Select
                aria-label={t('canned.fields.folder')}
                value={folder ?? ANY_FOLDER}
                onChange={(value) => put('folder', value)}
                options={[
                  { value: ANY_FOLDER, label: t('canned.list.allFolders') },
                  ...(folders.data?.folders ?? []).map(({ name, replies }) => ({
                    value: name,
                    label: t('canned.list.folder', { name, count: replies }),
                  })),
                ]}
              />
              <Select
                aria-label={t('canned.list.scope')}
                value={scope}
                onChange={(value) => put('scope', value === 'all' ? '' : value)}
                options={CANNED_SCOPES.map((value) => ({ value, label: t(`canned.scopes.${value}`) }))}
              />
            </div>
          </div>
          <OfflineNote />
          <div className="min-h-0 flex-1">
            <ListStates
              list={list}
              count={list.rows.length}
              loadingRows={8}
              none={
                <EmptyState
                  icon={MessageSquareQuote}
                  title={t(narrowed ? 'canned.list.none' : 'canned.list.empty')}
                  body={t(narrowed ? 'canned.list.noneBody' : 'canned.list.emptyBody')}
                />
              }
            >
              <VirtualList
                label={t('canned.list.label')}
                rows={list.rows}
                rowKey={(row) => row.id}
                rowHeight={ROW_HEIGHT}
                activeKey={id}
                onActive={(row) => open(row.id)}
                onOpen={() => detail.current?.querySelector('input')?.focus()}
                onEnd={list.hasMore ? list.more : undefined}
                renderRow={(row, { active }) => <Row reply={row} active={active} />}
              />
            </ListStates>
          </div>
        </>
      }
      detail={
        <div ref={detail} className="flex min-h-0 flex-1 flex-col">
          <ReplyPane
            key={id}
            id={id}
            folders={(folders.data?.folders ?? []).map(({ name }) => name)}
            onOpen={open}
            create={create || undefined}
          />
        </div>
      }
    />
  );
}

function Row({ reply, active }: { readonly reply: ListedReply; readonly active: boolean }): ReactNode {
  const { t } = useTranslation();
  const { shortcut, title, folder, body, mine, pending } = reply;
  return (
    <div
      className={cx(
        'flex h-full flex-col justify-center gap-0.5 border-b border-line px-3',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 truncate font-medium proportional-nums">
          {title}
        </span>
        <code className="shrink-0 truncate text-xs text-accent-ink">/{shortcut}</code>
        <span className="flex-1" />
        {pending && <Clock3 size={12} aria-label={t('canned.pending')} className="shrink-0 text-warn" />}
        {mine && <UserRound size={12} aria-label={t('canned.scopes.own')} className="shrink-0 text-ink-3" />}
      </span>
      <span className="flex items-center gap-2 text-xs text-ink-3">
        <span dir="auto" className="min-w-0 flex-1 truncate proportional-nums">
          {preview(body)}
        </span>
        {folder !== null && (
          <span className="inline-flex min-w-0 shrink-0 items-center gap-1 text-2xs">
            <Folder size={11} aria-hidden />
            <span dir="auto" className="max-w-24 truncate">
              {folder}
            </span>
          </span>
        )}
      </span>
    </div>
  );
}
