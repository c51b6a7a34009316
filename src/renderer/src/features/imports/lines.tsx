import { CloudOff, FileSearch, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Import, type ImportLine, type LineFilter, linesKeptUntil } from '#shared/domain/imports.ts';
import { BridgeCallError } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { changeText, errorText } from './line-words.ts';
import { choiceOf, type UndoChoice, withChoice } from './undo-question.tsx';
import { useLines } from './use-lines.ts';

const ROW_HEIGHT = 52;

/** The lines of an import. With `choice`, those that were changed since ask what is to become of them. */
export function ImportLines({
  found,
  filter,
  choice,
  onChoice,
}: {
  readonly found: Import;
  readonly filter: LineFilter;
  readonly choice: UndoChoice | null;
  readonly onChoice: (choice: UndoChoice) => void;
}): ReactNode {
  const { t } = useTranslation();
  const list = useLines(found, filter);
  const { rows, error } = list;
  if (error instanceof BridgeCallError && error.code === 'unavailable')
    return (
      <EmptyState
        icon={CloudOff}
        title={t('imports.detail.offline')}
        body={t('imports.detail.offlineBody')}
        action={
          <Button icon={RotateCw} onClick={list.refresh}>
            {t('common.tryAgain')}
          </Button>
        }
      />
    );
  if (error !== null) return <ErrorState error={error} onRetry={list.refresh} />;
  if (list.isLoading) return <SkeletonRows />;
  if (rows.length === 0) {
    const gone = linesKeptUntil(found) <= gatewayNow() && filter === 'all';
    return (
      <EmptyState
        icon={FileSearch}
        title={gone ? t('imports.detail.linesGone') : t('imports.detail.noLines')}
        body={t('imports.detail.linesGoneBody')}
      />
    );
  }
  return (
    <VirtualList
      rows={rows}
      rowKey={({ line }) => String(line)}
      rowHeight={ROW_HEIGHT}
      label={t('imports.detail.label')}
      onEnd={list.more}
      header={<Head />}
      renderRow={(line) => <LineRow found={found} line={line} choice={choice} onChoice={onChoice} />}
    />
  );
}

function Head(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="sticky top-0 z-10 flex h-8 items-center gap-3 border-b border-line bg-surface px-4 text-xs font-medium text-ink-3">
      <span className="w-16 shrink-0">{t('imports.detail.line')}</span>
      <span className="w-[26%] shrink-0">{t('imports.detail.record')}</span>
      <span className="flex-1">{t('imports.detail.change')}</span>
    </div>
  );
}

function LineRow({
  found,
  line,
  choice,
  onChoice,
}: {
  readonly found: Import;
  readonly line: ImportLine;
  readonly choice: UndoChoice | null;
  readonly onChoice: (choice: UndoChoice) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { state } = line;
  const wrong = line.errors.length > 0;
  const text = wrong
    ? line.errors.map((error) => errorText(t, format, error)).join(' ')
    : line.changes.map((change) => changeText(t, format, change, line.currency)).join(' · ');
  const differs = line.changes.some(({ now }) => now !== undefined);
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-4">
      <span className="w-16 shrink-0 text-ink-3 tabular-nums">{format.integer(line.line)}</span>
      <bdi className="w-[26%] shrink-0 truncate font-medium" title={line.label}>
        {line.label || (found.kind === 'thresholds' ? t('imports.detail.everything') : '–')}
      </bdi>
      <span
        dir="auto"
        title={text}
        className={
          wrong ? 'line-clamp-2 min-w-0 flex-1 text-crit' : 'line-clamp-2 min-w-0 flex-1 tabular-nums'
        }
      >
        {text}
      </span>
      {choice !== null && differs ? (
        <Select
          aria-label={t('imports.detail.choiceOf', { line: line.line })}
          value={choiceOf(choice, line.line)}
          onChange={(to) => onChoice(withChoice(choice, line.line, to))}
          className="w-auto max-w-52 shrink-0"
          options={[
            { value: 'keep', label: t('imports.detail.keep') },
            { value: 'take_back', label: t('imports.detail.takeBack') },
          ]}
        />
      ) : (
        found.state === 'ready' &&
        (state === 'new' || state === 'changed' || state === 'unchanged') && (
          <Badge tone={state === 'unchanged' ? 'neutral' : 'accent'}>
            {t(`imports.detail.filters.${state}`)}
          </Badge>
        )
      )}
    </div>
  );
}
