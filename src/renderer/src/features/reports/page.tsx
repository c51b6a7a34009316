import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { REPORT_GROUPS, type ReportGroup } from '#shared/domain/reports.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Input } from '../../components/field.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useCan, useSession } from '../../stores/session.ts';
import { Cards } from './cards.tsx';
import { reportCsv } from './csv.ts';
import { groupName } from './group-name.ts';
import { GroupsPanel } from './groups-panel.tsx';
import { TimesPanel } from './times-panel.tsx';
import { REPORT_WINDOWS, type ReportDays, type ReportWindow, readWindow } from './window.ts';

/** Volume, times, promises and ratings, by agent, team, label or channel, for some days. */
export default function ReportsPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('reports:read');
  return (
    <Page title={t('reports.title')}>
      {allowed ? <Loaded /> : <NoPermission permission="reports:read" />}
    </Page>
  );
}

function Loaded(): ReactNode {
  const [params, setParams] = useSearchParams();
  const timeZone = useSession((state) => state.session?.timeZone) ?? 'UTC';
  const now = useNow();
  const { t } = useTranslation();
  const { window, days } = readWindow(params, now, timeZone);
  const by = REPORT_GROUPS.find((group) => group === params.get('by')) ?? 'agent';
  const query = useQuery({
    queryKey: ['reports', days.from, days.to, by],
    queryFn: () => bridge.call('reports.report', { ...days, group: by }),
    placeholderData: keepPreviousData,
  });
  const put = (change: Readonly<Record<string, string | null>>): void => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote />
      <Controls window={window} days={days} by={by} report={query.data} onChange={put} />
      <section
        aria-label={t('pages.reports')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <SkeletonRows />
        ) : (
          <Report report={query.data} by={by} />
        )}
      </section>
    </div>
  );
}

function Controls({
  window,
  days,
  by,
  report,
  onChange,
}: {
  readonly window: ReportWindow;
  readonly days: ReportDays;
  readonly by: ReportGroup;
  readonly report: MethodOutput<'reports.report'> | undefined;
  readonly onChange: (change: Readonly<Record<string, string | null>>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const choose = (value: ReportWindow): void =>
    onChange(value === 'custom' ? { days: null, ...days } : { days: value, from: null, to: null });
  return (
    <div
      role="toolbar"
      aria-label={t('reports.controls')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2"
    >
      <Segmented<ReportWindow>
        label={t('reports.window')}
        value={window}
        segments={[...REPORT_WINDOWS, 'custom' as const].map((value) => ({
          value,
          label: t(`reports.windows.${value}`),
        }))}
        onChange={choose}
      />
      {window === 'custom' && (
        <span className="flex items-center gap-1">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="date"
              className="w-36"
              aria-label={t(`reports.${end}`)}
              value={days[end]}
              onChange={(event) => {
                if (event.target.value !== '') onChange({ ...days, days: null, [end]: event.target.value });
              }}
            />
          ))}
        </span>
      )}
      <Segmented<ReportGroup>
        label={t('reports.by')}
        value={by}
        segments={REPORT_GROUPS.map((value) => ({ value, label: t(`reports.groups.${value}`) }))}
        onChange={(value) => onChange({ by: value })}
      />
      <span className="flex-1" />
      <Button
        icon={Download}
        disabled={report === undefined}
        onClick={() => {
          if (report)
            saveCsv(
              `report-${report.from}-${report.to}.csv`,
              reportCsv(report, by, (group) => groupName(group, by, t)),
            );
        }}
      >
        {t('reports.export')}
      </Button>
    </div>
  );
}

function Report({
  report,
  by,
}: {
  readonly report: MethodOutput<'reports.report'>;
  readonly by: ReportGroup;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="mx-auto flex max-w-[1280px] flex-col gap-4 p-4">
      <p className="text-xs text-ink-2 proportional-nums">
        {t('reports.period', {
          from: format.isoDay(report.from),
          to: format.isoDay(report.to),
          zone: report.timeZone.replaceAll('_', ' '),
        })}
      </p>
      {(report.missingBefore !== null || report.cut) && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-xs">
          {report.cut
            ? t('reports.cut')
            : t('reports.missing', { at: format.dateTime(report.missingBefore ?? 0) })}
        </p>
      )}
      <Cards of={report.total} />
      <TimesPanel of={report.total} />
      <GroupsPanel groups={report.groups} by={by} />
    </div>
  );
}
