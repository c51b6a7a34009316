import { CircleCheck, PenLine, SearchX } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { ListDetail } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useMedia } from '../../hooks/use-media.ts';
import { moveIndex } from '../../keyboard/list-keys.ts';
import { UnsentDetail } from './detail.tsx';
import { DEFAULT_FILTERS, isNarrowed, type OutboxFilters } from './filters.ts';
import { UNSENT_ROW_HEIGHT, UnsentListRow } from './row.tsx';
import { UnsentToolbar } from './toolbar.tsx';
import { useRowActions } from './use-row-actions.ts';
import { useUnsent, useUnsentCounts } from './use-unsent.ts';

/** The list of what is unsent, and the chosen row beside it. */
export function Unsent({
  filters,
  onFilters,
}: {
  readonly filters: OutboxFilters;
  readonly onFilters: (change: Partial<OutboxFilters>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const wide = useMedia('(min-width: 1240px)');
  const list = useUnsent(filters);
  const counts = useUnsentCounts().data;
  const [chosen, setChosen] = useState<string | null>(null);
  const found = list.rows.findIndex(({ key }) => key === chosen);
  // What stood there is gone: its place goes to the next row.
  const lastIndex = useRef(0);
  if (found >= 0) lastIndex.current = found;
  const index = found >= 0 ? found : Math.min(lastIndex.current, list.rows.length - 1);
  const row = list.rows[index] ?? null;
  const actions = useRowActions(row);
  const move = (key: 'ArrowDown' | 'ArrowUp'): void => {
    const next = moveIndex(key, index, list.rows.length, 1);
    if (next !== null) setChosen(list.rows[next]?.key ?? null);
  };
  const discard = (): void => {
    if (!actions?.discard) return;
    actions.discard();
    move('ArrowDown');
  };
  useHotkeys({
    'shortcuts.next': () => move('ArrowDown'),
    'shortcuts.previous': () => move('ArrowUp'),
    'shortcuts.outboxRetry': () => (actions?.retry ?? actions?.review ?? actions?.restore)?.(),
    'shortcuts.outboxEdit': () => (actions?.edit ?? actions?.resume)?.(),
    'shortcuts.outboxDiscard': discard,
  });
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <UnsentToolbar filters={filters} counts={counts} onFilters={onFilters} />
      <div className="min-h-0 flex-1">
        <ListStates
          list={list}
          count={list.rows.length}
          loadingRows={8}
          none={<Nothing filters={filters} onFilters={onFilters} />}
        >
          <ListDetail
            listLabel={t('unsent.list')}
            detailLabel={t('unsent.detail')}
            listWidth={wide ? 520 : 400}
            list={
              <VirtualList
                key={JSON.stringify(filters)}
                rows={list.rows}
                rowKey={({ key }) => key}
                rowHeight={UNSENT_ROW_HEIGHT}
                label={t(`unsent.sections.${filters.section}`)}
                activeKey={row?.key ?? null}
                onActive={({ key }) => setChosen(key)}
                onOpen={() => (actions?.edit ?? actions?.resume)?.()}
                onEnd={list.more}
                renderRow={(one, { active }) => <UnsentListRow row={one} active={active} />}
              />
            }
            detail={row && actions && <UnsentDetail key={row.key} row={row} actions={actions} />}
          />
        </ListStates>
      </div>
    </div>
  );
}

function Nothing({
  filters,
  onFilters,
}: {
  readonly filters: OutboxFilters;
  readonly onFilters: (change: Partial<OutboxFilters>) => void;
}): ReactNode {
  const { t } = useTranslation();
  if (isNarrowed(filters))
    return (
      <EmptyState
        icon={SearchX}
        title={t('unsent.noneFound')}
        body={t('unsent.noneFoundBody')}
        action={
          <Button onClick={() => onFilters({ ...DEFAULT_FILTERS, section: filters.section })}>
            {t('unsent.clear')}
          </Button>
        }
      />
    );
  const typed = filters.section === 'typed';
  return (
    <EmptyState
      icon={typed ? PenLine : CircleCheck}
      title={t(typed ? 'unsent.noneTyped' : 'unsent.none')}
      body={t(typed ? 'unsent.noneTypedBody' : 'unsent.noneBody')}
    />
  );
}
