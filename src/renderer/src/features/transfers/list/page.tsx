import { ArrowLeftRight, Clock3, Plus } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MethodInput } from '#shared/bridge/index.ts';
import type { TransferSummary } from '#shared/bridge/transfers.ts';
import { TRANSFER_STATUSES } from '#shared/domain/transfers.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { Page } from '../../../components/page.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { NoPermission } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { useCan } from '../../../stores/session.ts';
import { TransferStatusBadge } from '../status-badge.tsx';
import { CreateDialog } from './create-dialog.tsx';

type Filters = Pick<MethodInput<'transfers.list'>, 'status' | 'locationId'>;
const EVERYTHING: Filters = { status: 'any', locationId: null };
const STATUSES = ['any', 'open', ...TRANSFER_STATUSES] as const;

/** All transfers, newest first. */
export default function TransfersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('transfers:read');
  const canCreate = useCan('transfers:write');
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title={t('pages.transfers')}
      actions={
        canCreate && (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            {t('transfers.list.new')}
          </Button>
        )
      }
    >
      {allowed ? (
        <Transfers onNew={canCreate ? () => setCreating(true) : null} />
      ) : (
        <NoPermission permission="transfers:read" />
      )}
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Transfers({ onNew }: { readonly onNew: (() => void) | null }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters, setFilters] = useState(EVERYTHING);
  const columns = useColumns();
  const { pages, onRange } = usePagesInView(['transfers', 'list', filters], (after, limit) =>
    bridge.call('transfers.list', { ...filters, after, limit }),
  );
  const narrowed = filters.status !== 'any' || filters.locationId !== null;
  return (
    <ListPage
      pages={pages}
      toolbar={<Toolbar filters={filters} onFilters={setFilters} total={pages.total} />}
      loadingRows={10}
      none={
        <NoRecords
          words="transfers.list"
          icon={ArrowLeftRight}
          onClear={narrowed ? () => setFilters(EVERYTHING) : null}
          action={onNew && <Button onClick={onNew}>{t('transfers.list.new')}</Button>}
        />
      }
      footer={<HistoryLine channel="transfers" kind="transfer" />}
    >
      <RecordTable
        key={JSON.stringify(filters)}
        pages={pages}
        columns={columns}
        label={t('transfers.list.label')}
        idPrefix="transfer-row"
        onRange={onRange}
        onOpen={({ id }) => void navigate(`/transfers/${encodeURIComponent(id)}`)}
      />
    </ListPage>
  );
}

function useColumns(): readonly RecordColumn<TransferSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1100px)');
  return useMemo(() => {
    const what: RecordColumn<TransferSummary> = {
      key: 'lines',
      head: t('transfers.list.lines'),
      cell: (row) => (
        <span className="text-ink-2 proportional-nums">
          {row.firstLine === null ? t('transfers.list.noLines') : <bdi>{row.firstLine}</bdi>}{' '}
          <span className="text-ink-3">
            {row.lineCount > 1 && t('transfers.list.more', { count: row.lineCount - 1 })}
          </span>
        </span>
      ),
    };
    return [
      {
        key: 'number',
        head: t('transfers.list.number'),
        width: 100,
        cell: (row) => <span className="font-medium proportional-nums">{row.number}</span>,
      },
      {
        key: 'from',
        head: t('transfers.list.from'),
        width: wide ? 170 : 148,
        cell: (row) => <bdi>{row.fromName}</bdi>,
      },
      {
        key: 'to',
        head: t('transfers.list.to'),
        width: wide ? 170 : 148,
        cell: (row) => <bdi>{row.toName}</bdi>,
      },
      what,
      {
        key: 'units',
        head: t('transfers.list.units'),
        width: 80,
        align: 'right',
        cell: (row) => format.integer(row.status === 'draft' ? row.quantity : row.sent),
      },
      {
        key: 'open',
        head: t('transfers.list.open'),
        width: 96,
        align: 'right',
        cell: (row) => (row.inTransit > 0 ? format.integer(row.inTransit) : '–'),
      },
      {
        key: 'status',
        head: t('transfers.list.status'),
        width: 138,
        cell: (row) => (
          <span className="inline-flex items-center gap-1">
            <TransferStatusBadge status={row.status} />
            {row.pending && <Clock3 size={12} aria-label={t('transfers.pending')} className="text-warn" />}
          </span>
        ),
      },
      {
        key: 'created',
        head: t('transfers.list.created'),
        width: wide ? 140 : 112,
        align: 'right',
        cell: (row) => (
          <time
            dateTime={new Date(row.createdAt).toISOString()}
            title={format.dateTime(row.createdAt)}
            className="text-ink-2"
          >
            {format.moment(row.createdAt)}
          </time>
        ),
      },
    ];
  }, [t, format, wide]);
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
        total === null ? null : t('transfers.list.count', { count: total, formatted: format.integer(total) })
      }
    >
      <Select
        aria-label={t('transfers.list.status')}
        value={filters.status}
        onChange={(status) => onFilters({ ...filters, status })}
        className="w-auto"
        options={STATUSES.map((value) => ({
          value,
          label:
            value === 'any'
              ? t('transfers.list.any')
              : value === 'open'
                ? t('transfers.list.openOnly')
                : t(`transfers.statuses.${value}`),
        }))}
      />
      <Select
        aria-label={t('transfers.list.allLocations')}
        value={filters.locationId ?? ''}
        onChange={(value) => onFilters({ ...filters, locationId: value === '' ? null : value })}
        className="w-auto max-w-56"
        options={[
          { value: '', label: t('transfers.list.allLocations') },
          ...places.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </ListToolbar>
  );
}
