import { ClipboardList, Clock3, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { CountSummary } from '#shared/bridge/counts.ts';
import { isOpenCount } from '#shared/domain/counts.ts';
import { Badge } from '../../../components/badge.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { BackLink, RecordPage } from '../../../components/record-page.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { fieldOf } from '../../../lib/fields.ts';
import { reasonText } from '../../../lib/reasons.ts';
import { useOutbox } from '../../../stores/outbox.ts';
import { CountStatusBadge } from '../status-badge.tsx';
import { SheetActions } from './actions.tsx';
import { SheetLines } from './lines.tsx';
import { Sums } from './sums.tsx';
import { type SheetData, useSheet } from './use-sheet.ts';

/** One stocktake sheet: its lines are counted, reviewed and posted here. */
export default function SheetPage(): ReactNode {
  const { t } = useTranslation();
  const { countId = '' } = useParams();
  const query = useSheet(countId);
  const count = query.data?.count ?? null;
  const title =
    count === null || count.name === ''
      ? t('counts.title', { number: count?.number ?? '' })
      : t('counts.titleNamed', { number: count.number, name: count.name });
  return (
    <RecordPage title={title} permission="counts:read" query={query}>
      {(data) =>
        data.count === null ? <Missing countId={countId} /> : <Sheet count={data.count} data={data} />
      }
    </RecordPage>
  );
}

/** Stands for a sheet that is not in the cache: because it is being started, or because there is none. */
function Missing({ countId }: { readonly countId: string }): ReactNode {
  const { t } = useTranslation();
  const starting = useOutbox(({ entries }) =>
    [...entries.values()].some(
      ({ type, state, data }) =>
        type === 'counts.start' && state !== 'refused' && fieldOf(data, 'countId') === countId,
    ),
  );
  return starting ? (
    <EmptyState icon={ClipboardList} title={t('counts.starting')} body={t('counts.startingBody')} />
  ) : (
    <EmptyState icon={SearchX} title={t('counts.none')} body={t('counts.noneBody')} />
  );
}

function Sheet({ count, data }: { readonly count: CountSummary; readonly data: SheetData }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
        <BackLink to="/counts">{t('counts.back')}</BackLink>
        <bdi className="truncate font-medium">{count.locationName}</bdi>
        <span className="text-ink-2">{count.category ?? t(`counts.choices.${count.choice}`)}</span>
        <CountStatusBadge status={count.status} />
        {count.blind && <Badge>{t('counts.blind')}</Badge>}
        {count.pending && (
          <Badge tone="warn" icon={Clock3}>
            {t('counts.pending')}
          </Badge>
        )}
        <span className="grow" />
        <SheetActions count={count} data={data} />
      </header>
      <OfflineNote />
      <Ended count={count} />
      {count.status !== 'counting' && <Sums count={count} sums={data.sums} />}
      <SheetLines key={`${count.id} ${count.status}`} count={count} />
    </div>
  );
}

/** How the sheet ended. */
function Ended({ count }: { readonly count: CountSummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (isOpenCount(count) || count.endedAt === null) return null;
  const values = { name: count.endedBy?.name ?? '–', time: format.dateTime(count.endedAt) };
  return (
    <p className="shrink-0 border-b border-line bg-sunken px-4 py-1.5 text-ink-2 proportional-nums">
      {count.status === 'posted'
        ? t('counts.ended.posted', {
            ...values,
            count: count.changedCount,
            formatted: format.integer(count.changedCount),
          })
        : t('counts.ended.cancelled', { ...values, reason: reasonText({ t }, count.reason ?? '') })}
    </p>
  );
}
