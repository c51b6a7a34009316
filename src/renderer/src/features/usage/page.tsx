import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { MeterUsage } from '#shared/bridge/usage.ts';
import { csvLine } from '#shared/domain/csv.ts';
import { bridge } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useCan, useTimeZone } from '../../stores/session.ts';
import { MeterCard } from './meter-card.tsx';
import { MeterDialog } from './meter-dialog.tsx';
import { meterName } from './names.ts';

/** How many months back the page goes. */
const MONTHS = 12;

/** What the workspace uses, month by month, against its limits. */
export default function UsagePage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('usage:read');
  return (
    <Page title={t('usage.title')}>{allowed ? <Loaded /> : <NoPermission permission="usage:read" />}</Page>
  );
}

function Loaded(): ReactNode {
  const [back, setBack] = useState(0);
  const [editing, setEditing] = useState<MeterUsage['meter'] | 'new' | null>(null);
  const timeZone = useTimeZone();
  const query = useQuery({
    queryKey: ['usage', 'overview', back, timeZone],
    queryFn: () => bridge.call('usage.overview', { back }),
    placeholderData: keepPreviousData,
  });
  const { t } = useTranslation();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote />
      <Controls back={back} onBack={setBack} usage={query.data} onNew={() => setEditing('new')} />
      <section
        aria-label={t('pages.usage')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <SkeletonRows />
        ) : (
          <div className="mx-auto grid max-w-[1280px] grid-cols-1 gap-3 p-4 min-[900px]:grid-cols-2">
            {query.data.meters.map((usage) => (
              <MeterCard key={usage.meter.key} usage={usage} onChange={() => setEditing(usage.meter)} />
            ))}
          </div>
        )}
      </section>
      {editing !== null && (
        <MeterDialog meter={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </div>
  );
}

function Controls({
  back,
  onBack,
  usage,
  onNew,
}: {
  readonly back: number;
  readonly onBack: (back: number) => void;
  readonly usage: MethodOutput<'usage.overview'> | undefined;
  readonly onNew: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useCan('usage:write');
  const exported = (): void => {
    if (!usage) return;
    const head = csvLine([
      t('usage.csv.meter'),
      t('usage.csv.day'),
      t('usage.csv.value'),
      t('usage.csv.unit'),
    ]);
    const lines = usage.meters.flatMap(({ meter, days }) =>
      days.map(({ day, value }) => csvLine([meterName(meter, t), day, String(value), meter.unit])),
    );
    saveCsv(`usage-${usage.period}.csv`, [head, ...lines]);
  };
  return (
    <div
      role="toolbar"
      aria-label={t('usage.month')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2"
    >
      <IconButton
        size="sm"
        icon={ChevronLeft}
        label={t('usage.previous')}
        disabled={back >= MONTHS}
        onClick={() => onBack(back + 1)}
      />
      <h2 aria-live="polite" className="min-w-36 text-center font-semibold">
        {usage === undefined ? '' : format.month(usage.from)}
      </h2>
      <IconButton
        size="sm"
        icon={ChevronRight}
        label={t('usage.next')}
        disabled={back === 0}
        onClick={() => onBack(back - 1)}
      />
      {usage !== undefined && (
        <span className="text-xs text-ink-3">
          {t('usage.range', { zone: usage.timeZone.replaceAll('_', ' ') })}
        </span>
      )}
      <span className="flex-1" />
      <Button icon={Download} disabled={usage === undefined} onClick={exported}>
        {t('usage.export')}
      </Button>
      {mayWrite && (
        <Button icon={Plus} variant="primary" onClick={onNew}>
          {t('usage.newMeter')}
        </Button>
      )}
    </div>
  );
}
