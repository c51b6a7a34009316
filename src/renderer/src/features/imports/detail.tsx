import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, FileX2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Import, isWorking, type LineFilter } from '#shared/domain/imports.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useSay } from '../../hooks/use-say.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { ImportActions } from './actions.tsx';
import { ImportLines } from './lines.tsx';
import { toneOf } from './tones.ts';
import { NO_CHOICE, type UndoChoice, UndoQuestion } from './undo-question.tsx';

/** One import: what it would change or has changed, line by line, and what can be done with it. */
export function ImportDetail({ importId }: { readonly importId: string }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['imports', 'import', importId],
    queryFn: () => bridge.call('imports.import', { importId }),
    meta: { record: importId },
  });
  if (query.isPending) return <SkeletonRows />;
  if (query.data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data.import;
  if (found === null)
    return (
      <EmptyState
        icon={FileX2}
        title={t('imports.detail.gone')}
        body={t('imports.detail.goneBody')}
        action={<BackLink />}
      />
    );
  return <Found found={found} />;
}

function BackLink(): ReactNode {
  const { t } = useTranslation();
  return (
    <Link to="/imports" className="inline-flex items-center gap-1 text-accent-ink hover:underline">
      <ArrowLeft size={14} aria-hidden />
      {t('imports.detail.back')}
    </Link>
  );
}

function Found({ found }: { readonly found: Import }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [picked, setPicked] = useState<LineFilter | null>(null);
  const [choice, setChoice] = useState<UndoChoice>(NO_CHOICE);
  const { state, file, kind, by, createdAt } = found;
  const filters = filtersOf(found);
  // What somebody has to decide about comes first.
  const first =
    found.errors > 0 || state === 'failed'
      ? 'errors'
      : state === 'reviewed' && found.differing > 0
        ? 'differing'
        : 'all';
  const filter = picked !== null && filters.some(({ value }) => value === picked) ? picked : first;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote className="shrink-0" />
      <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-3">
        <div className="min-w-0 flex-1 basis-72">
          <BackLink />
          <h2 className="mt-1 flex flex-wrap items-center gap-2 text-md font-semibold">
            <bdi className="min-w-0 truncate">{file.name}</bdi>
            <Badge tone={toneOf(found)}>{t(`imports.state.${state}`)}</Badge>
          </h2>
          <p className="truncate text-xs text-ink-3">
            {t(`imports.kind.${kind}`)} ·{' '}
            {t('imports.list.by', { name: by.name, time: format.dateTime(createdAt) })}
            {found.reason !== '' && <bdi> · {found.reason}</bdi>}
          </p>
        </div>
        <ImportActions found={found} choice={choice} />
      </header>
      <Notes found={found} />
      {state === 'reviewed' && <UndoQuestion found={found} choice={choice} onChoice={setChoice} />}
      <div className="shrink-0 overflow-x-auto border-b border-line bg-surface px-4 py-2">
        <Segmented
          value={filter}
          label={t('imports.detail.filter')}
          segments={filters.map(({ value, count }) => ({
            value,
            label: t(`imports.detail.filters.${value}`),
            count,
          }))}
          onChange={setPicked}
        />
      </div>
      <div className="min-h-0 flex-1 bg-surface">
        {!isWorking(state) || state === 'applying' || state === 'undoing' ? (
          <ImportLines
            key={filter}
            found={found}
            filter={filter}
            choice={state === 'reviewed' ? choice : null}
            onChoice={setChoice}
          />
        ) : (
          <SkeletonRows />
        )}
      </div>
    </div>
  );
}

/** The filters that an import has lines for, with their numbers. The numbers are those of the check. */
function filtersOf(found: Import): { readonly value: LineFilter; readonly count: number }[] {
  const { state, lines, errors, created, changed, unchanged, differing, kept } = found;
  const checked = state === 'ready' || state === 'checking';
  const all: { readonly value: LineFilter; readonly count: number }[] = [
    { value: 'all', count: lines },
    { value: 'errors', count: state === 'failed' ? 1 : errors },
    // Once lines are applied, they are no longer new or changed.
    { value: 'new', count: checked ? created : 0 },
    { value: 'changed', count: checked ? changed : 0 },
    { value: 'unchanged', count: unchanged },
    { value: 'differing', count: differing },
    { value: 'kept', count: kept },
  ];
  return all.filter(({ value, count }) => value === 'all' || count > 0);
}

/** What there is to say about the state of an import. */
function Notes({ found }: { readonly found: Import }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useSay();
  const { state, errors, created, changed, file, failure, kept } = found;
  const notes: { readonly text: string; readonly tone: 'crit' | 'plain' }[] = [];
  if (state === 'staging') notes.push({ text: t('imports.detail.staging'), tone: 'plain' });
  if (state === 'ready' && errors > 0)
    notes.push({
      text: t('imports.detail.hasErrors', { count: errors, formatted: format.integer(errors) }),
      tone: 'crit',
    });
  if (state === 'ready' && errors === 0 && created + changed === 0)
    notes.push({ text: t('imports.detail.nothing'), tone: 'plain' });
  if (failure !== null) {
    const reason = refusalSentence(say, { code: 'conflict', message: failure.why.id, why: failure.why });
    const values = { line: format.integer(failure.line), reason };
    notes.push({
      text:
        kept === 0
          ? t('imports.detail.failed', values)
          : t('imports.detail.failedKept', { ...values, count: kept, formatted: format.integer(kept) }),
      tone: 'crit',
    });
  }
  if (state === 'undone' && kept > 0)
    notes.push({
      text: t('imports.detail.undoneKept', { count: kept, formatted: format.integer(kept) }),
      tone: 'plain',
    });
  if (state === 'ready' && file.ignored.length > 0)
    notes.push({ text: t('imports.detail.ignored', { columns: file.ignored.join(', ') }), tone: 'plain' });
  return notes.map(({ text, tone }) => (
    <p
      key={text}
      role={tone === 'crit' ? 'alert' : undefined}
      className={
        tone === 'crit'
          ? 'shrink-0 border-b border-line bg-crit-soft px-4 py-2 break-words text-crit'
          : 'shrink-0 border-b border-line bg-sunken px-4 py-2 break-words text-ink-2'
      }
    >
      {text}
    </p>
  ));
}
