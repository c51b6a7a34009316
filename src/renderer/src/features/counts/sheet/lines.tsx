import { ListChecks } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountFilter, CountLineRow, CountSummary } from '#shared/bridge/counts.ts';
import { isOpenCount } from '#shared/domain/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { ListStates } from '../../../components/list-states.tsx';
import { RecordTable } from '../../../components/record-table.tsx';
import { ScanField } from '../../../components/scan-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useListPages } from '../../../hooks/use-list-pages.ts';
import { useRange } from '../../../hooks/use-range.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { useCan } from '../../../stores/session.ts';
import { Conflicts } from './conflicts.tsx';
import { EntryPanel } from './entry-panel.tsx';
import { useLineColumns } from './line-columns.tsx';
import { useEntry } from './use-entry.ts';

const COUNTING: readonly CountFilter[] = ['all', 'uncounted', 'counted', 'attention'];
const REVIEWING: readonly CountFilter[] = ['differing', 'all', 'uncounted', 'attention'];

/** The line that is being counted. `focus`: its quantity is typed next. */
interface Chosen {
  readonly itemId: string;
  readonly focus: boolean;
}

/** The lines of a sheet beside the line that is being counted, with a field for a scanner above. */
export function SheetLines({ count }: { readonly count: CountSummary }): ReactNode {
  const { t } = useTranslation();
  const canEnter = useCan('counts:enter') && isOpenCount(count);
  const filters = count.status === 'counting' ? COUNTING : REVIEWING;
  const [filter, setFilter] = useState<CountFilter>(filters[0] ?? 'all');
  const [search, setSearch] = useState('');
  const [, setText] = useDebouncedText(search, setSearch);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [reveal, setReveal] = useState<{ readonly index: number } | null>(null);
  const { range, onRange } = useRange();
  const scanner = useRef<HTMLInputElement | null>(null);
  const pages = useListPages(
    ['count_levels', 'lines', count.id, filter, search],
    (after, limit) => bridge.call('counts.lines', { countId: count.id, filter, search, after, limit }),
    range.from,
    range.to,
  );
  const columns = useLineColumns(count);

  let active = -1;
  for (let index = range.from; index <= range.to && active < 0; index++)
    if (chosen !== null && pages.row(index)?.itemId === chosen.itemId) active = index;

  const entry = useEntry(count.id, (line: CountLineRow) => {
    setChosen({ itemId: line.itemId, focus: false });
    // Lines are in the order of the sheet, so that a line's position is its row while nothing is filtered.
    if (filter === 'all') setReveal({ index: line.n });
  });
  useScans((text) => void entry.scan(text), canEnter, 'page');
  const choose = (index: number, focus: boolean): void => {
    const row = pages.row(index);
    if (row) setChosen({ itemId: row.itemId, focus });
  };
  const step = (by: 1 | -1, focus: boolean): void => {
    const next = Math.min(pages.count - 1, Math.max(0, active < 0 ? 0 : active + by));
    choose(next, focus);
    setReveal({ index: next });
  };
  return (
    <div className="flex min-h-0 flex-1 max-[899px]:flex-col-reverse">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 flex-wrap items-start gap-2 border-b border-line px-4 pt-2">
          <ScanField
            label={t('counts.entry.scan')}
            result={entry.result}
            inputRef={scanner}
            onCode={canEnter ? (code) => void entry.scan(code) : setSearch}
            onText={setText}
            onArrow={(by) => step(by, false)}
            className="min-w-56 flex-1"
          />
          <Segmented
            label={t('counts.filters.label')}
            value={filter}
            onChange={setFilter}
            segments={filters.flatMap((value) =>
              value === 'stopped' ? [] : [{ value, label: t(`counts.filters.${value}`) }],
            )}
          />
        </div>
        <Conflicts countId={count.id} />
        <div className="min-h-0 flex-1">
          <ListStates
            list={pages}
            count={pages.count}
            loadingRows={12}
            none={
              <EmptyState
                icon={ListChecks}
                title={t(filter === 'differing' ? 'counts.lines.noDifferences' : 'counts.lines.none')}
                body={t(filter === 'differing' ? 'counts.lines.noDifferencesBody' : 'counts.lines.noneBody')}
              />
            }
          >
            <RecordTable
              key={`${filter} ${search}`}
              pages={pages}
              columns={columns}
              label={t('counts.lines.label')}
              idPrefix="count-line"
              active={active}
              onActive={(index) => choose(index, false)}
              reveal={reveal}
              onRange={onRange}
              onOpen={(line) => setChosen({ itemId: line.itemId, focus: true })}
            />
          </ListStates>
        </div>
      </div>
      {isOpenCount(count) && (
        <EntryPanel
          count={count}
          itemId={chosen?.itemId ?? null}
          focus={chosen?.focus ?? false}
          entry={entry}
          canEnter={canEnter}
          onStep={(by) => step(by, true)}
        />
      )}
    </div>
  );
}
