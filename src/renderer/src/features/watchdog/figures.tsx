import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Calculator, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type FigureReport,
  type SumDifference,
  type SumValues,
  sumKey,
} from '#shared/domain/figure-check.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { Fact } from './last-run.tsx';

const KEY = ['watchdog', 'figures'];
/** The names of the stored grains. */
const GRAIN_NAMES = ['minute', 'hour', 'day', 'quarter'] as const;

/** The sums that this computer keeps, compared with a recount, and their rebuild. */
export function Figures(): ReactNode {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => bridge.call('watchdog.figures', { act: 'look' }),
  });
  const count = useMutation({
    mutationFn: (act: 'recount' | 'rebuild') => bridge.call('watchdog.figures', { act }),
    onSuccess: (found) => client.setQueryData(KEY, found),
  });
  const report = count.data?.report ?? data?.report ?? null;
  return (
    <Panel title={t('watchdog.figures.title')} className="shrink-0">
      <div className="flex flex-col gap-3 p-3">
        <p className="max-w-[80ch] text-ink-2">{t('watchdog.figures.body')}</p>
        {report === null ? (
          <p className="text-ink-3">{t('watchdog.figures.never')}</p>
        ) : (
          <Counted report={report} />
        )}
        {count.isError && (
          <p role="alert" className="text-crit">
            {t('watchdog.figures.failed')}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button icon={Calculator} disabled={count.isPending} onClick={() => count.mutate('recount')}>
            {count.isPending ? t('watchdog.figures.recounting') : t('watchdog.figures.recount')}
          </Button>
          {report !== null && report.total > 0 && (
            <Button icon={Wrench} disabled={count.isPending} onClick={() => count.mutate('rebuild')}>
              {t('watchdog.figures.rebuild')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Counted({ report }: { readonly report: FigureReport }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { finishedAt, payments, sums, total, differences } = report;
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact label={t('watchdog.figures.counted')}>
          <RelativeTime at={finishedAt} />
        </Fact>
        <Fact label={t('watchdog.figures.payments')}>{format.integer(payments)}</Fact>
        <Fact label={t('watchdog.figures.sums')}>{format.integer(sums)}</Fact>
        <Fact label={t('watchdog.figures.differences')}>{format.integer(total)}</Fact>
      </dl>
      <p role="status">{total === 0 ? t('watchdog.figures.clean') : t('watchdog.figures.differ')}</p>
      {total > 0 && <Differing differences={differences} />}
      {total > differences.length && (
        <p className="text-ink-3">
          {t('watchdog.figures.more', {
            shown: format.integer(differences.length),
            total: format.integer(total),
          })}
        </p>
      )}
    </>
  );
}

function Differing({ differences }: { readonly differences: readonly SumDifference[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = (currency: string, values: SumValues, name: string): string =>
    format.money(values[name] ?? 0, currency);
  const number = (values: SumValues, name: string): string => format.integer(values[name] ?? 0);
  const sumsOf = ({ of, currency }: SumDifference, values: SumValues): string =>
    t(`watchdog.figures.sums_${of}`, {
      paid: amount(currency, values, 'paid'),
      payments: number(values, 'payments'),
      refunded: amount(currency, values, 'refunded'),
      refunds: number(values, 'refunds'),
      orders: number(values, 'paid_orders'),
      failed: number(values, 'failed'),
      disputed: number(values, 'disputed'),
      units: number(values, 'units'),
      revenue: amount(currency, values, 'revenue'),
      amount: amount(currency, values, 'amount'),
    });
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('watchdog.figures.differences')}
      className="max-h-80 overflow-auto"
    >
      <table className="w-full text-left">
        <thead className="text-xs text-ink-3">
          <tr className="border-b border-line">
            {(['period', 'kept', 'recounted'] as const).map((name) => (
              <th key={name} scope="col" className="py-2 pr-3 font-normal">
                {t(`watchdog.figures.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="q-figures">
          {differences.map((one) => (
            <tr key={sumKey(one)} className="border-b border-line last:border-0">
              <th scope="row" className="py-2 pr-3 font-normal">
                {t(`watchdog.figures.grains.${GRAIN_NAMES[one.grain] ?? 'hour'}`, {
                  when: format.dateTime(one.bucket),
                })}
                {one.locationId !== '' && <span className="block text-ink-3">{one.locationId}</span>}
                {one.name !== '' && <bdi className="block text-ink-3">{one.name}</bdi>}
              </th>
              <td className="py-2 pr-3">{sumsOf(one, one.kept)}</td>
              <td className="py-2">{sumsOf(one, one.counted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
