import { useQuery } from '@tanstack/react-query';
import { Clock3, Plus, UserRound, Zap } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useSay } from '../../hooks/use-say.ts';
import { cx } from '../../lib/cx.ts';
import { newId } from '../../lib/new-id.ts';
import { useCan } from '../../stores/session.ts';
import { actionWords } from './action-words.ts';
import { MacroEditor } from './macro-editor.tsx';
import { useOpened } from './use-opened.ts';

const ROW_HEIGHT = 52;

/** The list of macros, and the one that is open. */
export function Macros({ tabs }: { readonly tabs: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('canned:write');
  const { id, open } = useOpened();
  const detail = useRef<HTMLDivElement | null>(null);
  const query = useQuery({
    queryKey: ['canned', 'macros'],
    queryFn: () => bridge.call('canned.macros', {}),
  });
  const macros = query.data?.macros ?? [];
  const create = canWrite && (
    <Button icon={Plus} variant="primary" onClick={() => open('new')}>
      {t('canned.macro.new')}
    </Button>
  );
  return (
    <ListDetail
      listLabel={t('canned.macro.list')}
      detailLabel={t('canned.macro.detail')}
      listWidth={360}
      list={
        <>
          <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line p-3">
            {tabs}
            <span className="flex-1" />
            {create}
          </div>
          <OfflineNote />
          <div className="min-h-0 flex-1">
            <ListStates
              list={{
                error: query.data === undefined ? query.error : null,
                isLoading: query.isLoading,
                refetch: () => void query.refetch(),
              }}
              count={macros.length}
              loadingRows={6}
              none={
                <EmptyState icon={Zap} title={t('canned.macro.empty')} body={t('canned.macro.emptyBody')} />
              }
            >
              <VirtualList
                label={t('canned.macro.list')}
                rows={macros}
                rowKey={(row) => row.id}
                rowHeight={ROW_HEIGHT}
                activeKey={id}
                onActive={(row) => open(row.id)}
                onOpen={() => detail.current?.querySelector('input')?.focus()}
                renderRow={(row, { active }) => <Row macro={row} active={active} />}
              />
            </ListStates>
          </div>
        </>
      }
      detail={
        <div ref={detail} className="flex min-h-0 flex-1 flex-col">
          <MacroPane
            key={id}
            id={id}
            macro={macros.find((macro) => macro.id === id) ?? null}
            loading={query.isPending}
            create={create || undefined}
            onOpen={open}
          />
        </div>
      }
    />
  );
}

function MacroPane({
  id,
  macro,
  loading,
  create,
  onOpen,
}: {
  readonly id: string | null;
  readonly macro: ListedMacro | null;
  readonly loading: boolean;
  readonly create: ReactNode;
  readonly onOpen: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [fresh] = useState(newId);
  if (id === 'new') return <MacroEditor id={fresh} macro={null} onOpen={onOpen} />;
  if (macro !== null) return <MacroEditor id={macro.id} macro={macro} onOpen={onOpen} />;
  if (loading) return null;
  return (
    <EmptyState
      icon={Zap}
      title={t(id === null ? 'canned.macro.choose' : 'canned.macro.gone')}
      body={t(id === null ? 'canned.macro.chooseBody' : 'canned.list.goneBody')}
      action={create}
    />
  );
}

function Row({ macro, active }: { readonly macro: ListedMacro; readonly active: boolean }): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
  const { name, actions, mine, pending } = macro;
  return (
    <div
      className={cx(
        'flex h-full flex-col justify-center gap-0.5 border-b border-line px-3',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium proportional-nums">
          {name}
        </span>
        {pending && <Clock3 size={12} aria-label={t('canned.pending')} className="shrink-0 text-warn" />}
        {mine && <UserRound size={12} aria-label={t('canned.scopes.own')} className="shrink-0 text-ink-3" />}
      </span>
      <span className="truncate text-xs text-ink-3">
        {actions.map((action) => actionWords(say, action)).join(' → ')}
      </span>
    </div>
  );
}
