import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import { type CsvCell, csvLine, moneyCell, PLAIN_CSV } from '#shared/domain/csv.ts';
import { type KpiResult, resultStatus } from '#shared/domain/kpi.ts';
import { METRIC_SPECS } from '#shared/domain/kpi-metrics.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useCurrency } from '../../stores/session.ts';
import { STATUS_TONES, useMetricValue, useWindowName } from './words.ts';

/** In English whatever the user's language, as programs expect it. Money is in major units, times are in seconds. */
const HEAD = [
  'metric',
  'window',
  'from',
  'to',
  'time_zone',
  'direction',
  'target',
  'value',
  'corrected_value',
  'result',
];

function csvOf(rows: readonly KpiResult[], currency: string): string[] {
  return [
    csvLine(HEAD, PLAIN_CSV),
    ...rows.map((row) => {
      const { unit } = METRIC_SPECS[row.metric];
      const cell = (value: number | null): CsvCell => {
        if (value === null) return null;
        if (unit === 'money') return moneyCell(Math.round(value), currency);
        return { decimal: String(Math.round((unit === 'duration' ? value / 1000 : value) * 1e4) / 1e4) };
      };
      const { metric, window, first, last, timeZone, direction, target, value, correctedValue } = row;
      const result = resultStatus(row);
      return csvLine(
        [
          metric,
          window,
          first,
          last,
          timeZone,
          direction,
          cell(target),
          cell(value),
          cell(correctedValue),
          result,
        ],
        PLAIN_CSV,
      );
    }),
  ];
}

/** How the windows of a KPI ended, newest first, with what came too late; also as CSV. */
export function HistoryDialog({
  kpi,
  onClose,
}: {
  readonly kpi: Pick<KpiTile, 'id' | 'name'>;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const currency = useCurrency();
  const query = useQuery({
    queryKey: ['kpi', 'history', kpi.id],
    queryFn: () => bridge.call('kpi.history', { kpiId: kpi.id }),
  });
  const rows = query.data?.rows ?? [];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('kpi.historyOf', { name: kpi.name })}
      description={t('kpi.history.hint')}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            icon={Download}
            disabled={rows.length === 0}
            onClick={() => saveCsv(`kpi-${rows[0]?.first ?? ''}.csv`, csvOf(rows, currency))}
          >
            {t('kpi.history.export')}
          </Button>
        </>
      }
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={5} />
      ) : rows.length === 0 ? (
        <p className="py-4 text-ink-3">{t('kpi.history.none')}</p>
      ) : (
        <ResultsTable rows={rows} />
      )}
    </Dialog>
  );
}

const HEAD_CELL = 'h-8 px-2 text-xs font-medium text-ink-3';
const CELL = 'h-9 px-2';

function ResultsTable({ rows }: { readonly rows: readonly KpiResult[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const show = useMetricValue();
  const nameOf = useWindowName();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label={t('kpi.history.table')} className="max-h-96 overflow-auto">
      <table className="w-full">
        <thead>
          <tr className="border-b border-line">
            <th className={`${HEAD_CELL} text-start`}>{t('kpi.history.window')}</th>
            <th className={`${HEAD_CELL} text-end`}>{t('kpi.history.value')}</th>
            <th className={`${HEAD_CELL} text-end`}>{t('kpi.history.target')}</th>
            <th className={`${HEAD_CELL} text-start`}>{t('kpi.history.result')}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => {
            const status = resultStatus(row);
            return (
              <tr key={`${row.window} ${row.first}`} data-window={row.first}>
                <th scope="row" className={`${CELL} text-start font-normal`}>
                  {nameOf(row.window, row)}
                </th>
                <td className={`${CELL} text-end`}>
                  {row.correctedAt === null ? (
                    show(row.metric, row.value)
                  ) : (
                    <span title={t('kpi.history.correctedAt', { when: format.dateTime(row.correctedAt) })}>
                      <s className="text-ink-3">{show(row.metric, row.value)}</s>{' '}
                      <span className="sr-only">{t('kpi.history.corrected')}</span>
                      {show(row.metric, row.correctedValue)}
                    </span>
                  )}
                </td>
                <td className={`${CELL} text-end text-ink-2`}>
                  {t(`kpi.target.${row.direction}`, { target: show(row.metric, row.target) })}
                </td>
                <td className={CELL}>
                  <Badge tone={STATUS_TONES[status]}>{t(`kpi.status.${status}`)}</Badge>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
