import { ClipboardCheck, Clock3, Plus } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CountSummary } from '#shared/bridge/counts.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { COUNT_STATUSES } from '#shared/domain/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Select } from '../../../components/field.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { Page } from '../../../components/page.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { NoPermission } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { useCan } from '../../../stores/session.ts';
import { CountStatusBadge } from '../status-badge.tsx';
import { StartDialog } from './start-dialog.tsx';

type Filters = Pick<MethodInput<'counts.list'>, 'status' | 'locationId'>;
const EVERYTHING: Filters = { status: 'any', locationId: null };
const STATUSES = ['any', 'open', ...COUNT_STATUSES] as const;

/** All stocktake sheets, newest first. */
export default function CountsPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('counts:read');
  const canStart = useCan('counts:write');
  const [starting, setStarting] = useState(false);
  return (
    <Page
      title={t('pages.counts')}
      actions={
        canStart && (
          <Button variant="primary" icon={Plus} onClick={() => setStarting(true)}>
            {t('counts.list.new')}
          </Button>
        )
      }
    >
      {allowed ? (
        <Sheets onNew={canStart ? () => setStarting(true) : null} />
      ) : (
        <NoPermission permission="counts:read" />
      )}
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </Page>
  );
}

function Sheets({ onNew }: { readonly onNew: (() => void) | null }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters, setFilters] = useState(EVERYTHING);
  const columns = useColumns();
  const { pages, onRange } = usePagesInView(['counts', 'list', filters], (after, limit) =>
    bridge.call('counts.list', { ...filters, after, limit }),
  );
  const narrowed = filters.status !== 'any' || filters.locationId !== null;
  return (
    <ListPage
      pages={pages}
      toolbar={<Toolbar filters={filters} onFilters={setFilters} total={pages.total} />}
      loadingRows={10}
      none={
        <NoRecords
          words="counts.list"
          icon={ClipboardCheck}
          onClear={narrowed ? () => setFilters(EVERYTHING) : null}
          action={onNew && <Button onClick={onNew}>{t('counts.list.new')}</Button>}
        />
      }
    >
      <RecordTable
        key={JSON.stringify(filters)}
        pages={pages}
        columns={columns}
        label={t('counts.list.label')}
        idPrefix="count-row"
        onRange={onRange}
        onOpen={({ id }) => void navigate(`/counts/${encodeURIComponent(id)}`)}
      />
    </ListPage>
  );
}

function useColumns(): readonly RecordColumn<CountSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1100px)');
  return useMemo(
    () => [
      {
        key: 'number',
        head: t('counts.list.number'),
        width: 90,
        cell: (row) => <span className="font-medium proportional-nums">{row.number}</span>,
      },
      { key: 'name', head: t('counts.list.name'), cell: (row) => <bdi>{row.name || '–'}</bdi> },
      { key: 'location', head: t('counts.list.location'), cell: (row) => <bdi>{row.locationName}</bdi> },
      ...(wide
        ? [
            {
              key: 'what',
              head: t('counts.list.what'),
              width: 170,
              cell: (row: CountSummary) => (
                <span className="text-ink-2">{row.category ?? t(`counts.choices.${row.choice}`)}</span>
              ),
            },
          ]
        : []),
      {
        key: 'progress',
        head: t('counts.list.progress'),
        width: 130,
        align: 'right',
        cell: (row) =>
          t('counts.list.of', {
            counted: format.integer(row.countedCount),
            lines: format.integer(row.lineCount),
          }),
      },
      {
        key: 'status',
        head: t('counts.list.status'),
        width: 140,
        cell: (row) => (
          <span className="inline-flex items-center gap-1">
            <CountStatusBadge status={row.status} />
            {row.pending && <Clock3 size={12} aria-label={t('counts.pending')} className="text-warn" />}
          </span>
        ),
      },
      {
        key: 'started',
        head: t('counts.list.started'),
        width: 160,
        align: 'right',
        cell: (row) => (
          <time
            dateTime={new Date(row.startedAt).toISOString()}
            title={format.dateTime(row.startedAt)}
            className="text-ink-2"
          >
            {format.moment(row.startedAt)}
          </time>
        ),
      },
    ],
    [t, format, wide],
  );
}

function Toolbar({
  filters,
  onFilters,
  total,
}: {
  readonly filters: Filters;
  readonly onFilters: (filters: Filters) => void;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const places = usePlaces().data?.locations ?? [];
  return (
    <ListToolbar
      count={
        total === null ? null : t('counts.list.count', { count: total, formatted: format.integer(total) })
      }
    >
      <Select
        aria-label={t('counts.list.status')}
        value={filters.status}
        onChange={(status) => onFilters({ ...filters, status })}
        className="w-auto"
        options={STATUSES.map((value) => ({
          value,
          label:
            value === 'any' || value === 'open' ? t(`counts.list.${value}`) : t(`counts.statuses.${value}`),
        }))}
      />
      <Select
        aria-label={t('counts.list.location')}
        value={filters.locationId ?? ''}
        onChange={(value) => onFilters({ ...filters, locationId: value === '' ? null : value })}
        className="w-auto max-w-56"
        options={[
          { value: '', label: t('counts.list.allLocations') },
          ...places.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </ListToolbar>
  );
}
