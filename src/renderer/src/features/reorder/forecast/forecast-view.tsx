import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesCombined, Play, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BACKTEST_WEEKS, meanAbsoluteError, weightedError } from '#shared/domain/backtest.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Explained } from '../../../components/explained.tsx';
import { Select } from '../../../components/field.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { EmptyState, ErrorState } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import { type Backtest, type ItemErrors, useBacktest } from './use-backtest.ts';

/** Shows how good the forecast was in the past weeks, beside a naive one. */
export function ForecastView(): ReactNode {
  const { t } = useTranslation();
  const [weeks, setWeeks] = useState<(typeof BACKTEST_WEEKS)[number]>(4);
  const [locationId, setLocationId] = useState('');
  const { test, run, cancel } = useBacktest();
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  });
  const start = (): void => run({ weeks, locationId: locationId === '' ? null : locationId });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <Segmented
          value={String(weeks)}
          label={t('reorder.forecast.weeks')}
          segments={BACKTEST_WEEKS.map((value) => ({
            value: String(value),
            label: t('reorder.forecast.weeksOf', { count: value }),
          }))}
          onChange={(value) => setWeeks(BACKTEST_WEEKS.find((one) => String(one) === value) ?? 4)}
        />
        <Select
          aria-label={t('inventory.filters.location')}
          value={locationId}
          onChange={setLocationId}
          className="w-auto max-w-44 shrink-0"
          options={[
            { value: '', label: t('reorder.list.allTogether') },
            ...(facets.data?.locations ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {test.state === 'running' ? (
          <Button icon={X} onClick={cancel}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button variant="primary" icon={Play} onClick={start}>
            {t('reorder.forecast.run')}
          </Button>
        )}
        {test.state === 'running' && (
          <progress
            aria-label={t('reorder.forecast.progress')}
            value={test.progress}
            max={1}
            className="h-1.5 w-40 accent-[var(--q-accent)]"
          />
        )}
      </div>
      <OfflineNote />
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <Outcome test={test} onRetry={start} />
      </div>
    </div>
  );
}

function Outcome({ test, onRetry }: { readonly test: Backtest; readonly onRetry: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (test.state === 'failed') return <ErrorState error={test.error} onRetry={onRetry} />;
  if (test.state === 'idle')
    return (
      <EmptyState
        icon={ChartNoAxesCombined}
        title={t('reorder.forecast.none')}
        body={t('reorder.forecast.noneBody')}
      />
    );
  if (!test.known)
    return (
      <EmptyState
        icon={ChartNoAxesCombined}
        title={t('reorder.forecast.notHeld')}
        body={
          test.heldSince === null
            ? t('reorder.forecast.notHeldBody')
            : t('reorder.forecast.heldBody', { since: format.dateTime(test.heldSince) })
        }
      />
    );
  if (test.errors.days === 0)
    return test.state === 'running' ? null : (
      <EmptyState
        icon={ChartNoAxesCombined}
        title={t('reorder.forecast.nothing')}
        body={t('reorder.forecast.nothingBody')}
      />
    );
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4">
      <div className="grid gap-4 min-[760px]:grid-cols-2">
        <Figure name="mae" test={test} />
        <Figure name="wape" test={test} />
      </div>
      <p className="text-xs text-ink-3 proportional-nums">
        {t('reorder.forecast.basis', {
          days: format.integer(test.errors.days),
          sold: format.integer(test.errors.sold),
          from: format.day(test.from),
          to: format.day(test.to - 1),
        })}
      </p>
      <Items items={test.items} />
    </div>
  );
}

/** One measure of the errors: of the forecast and of the naive one. The shorter bar is the better. */
function Figure({ name, test }: { readonly name: 'mae' | 'wape'; readonly test: Backtest }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const of = name === 'mae' ? meanAbsoluteError : weightedError;
  const text = (value: number | null): string =>
    name === 'mae' ? format.decimal(value, 3) : format.percent(value);
  const [forecast, naive] = [of(test.errors, 'forecast'), of(test.errors, 'naive')];
  const most = Math.max(forecast ?? 0, naive ?? 0, Number.MIN_VALUE);
  const title = t(`reorder.forecast.${name}`);
  return (
    <Panel
      title={title}
      titleExtra={<Explained name={title}>{t(`reorder.forecast.${name}Means`)}</Explained>}
      bodyClassName="p-3"
    >
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-2">
        {(
          [
            ['forecast', forecast],
            ['naive', naive],
          ] as const
        ).map(([who, value]) => (
          <div key={who} className="contents" data-error={`${name}-${who}`}>
            <dt className={cx(who === 'naive' && 'text-ink-3')}>{t(`reorder.forecast.of.${who}`)}</dt>
            <dd aria-hidden className="h-2 rounded-sm bg-sunken">
              <span
                className={cx(
                  'block h-2 rounded-sm',
                  who === 'forecast' ? 'bg-[var(--q-chart-1)]' : 'bg-[var(--q-chart-2)]',
                )}
                style={{ width: `${((value ?? 0) / most) * 100}%` }}
              />
            </dd>
            <dd className="text-right font-semibold">{text(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Items({ items }: { readonly items: readonly ItemErrors[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const head = 'h-8 border-b border-line px-3 text-xs font-medium text-ink-3';
  return (
    <Panel title={t('reorder.forecast.items', { count: items.length })} bodyClassName="overflow-x-auto">
      <table className="w-full min-w-[680px] table-fixed">
        <colgroup>
          <col />
          <col className="w-20" />
          <col className="w-36" />
          <col className="w-28" />
          <col className="w-36" />
          <col className="w-32" />
        </colgroup>
        <thead>
          <tr>
            <th className={cx(head, 'text-left')}>{t('reorder.columns.item')}</th>
            <th className={cx(head, 'text-right')}>{t('reorder.forecast.sold')}</th>
            <th className={cx(head, 'text-right')}>{t('reorder.forecast.mae')}</th>
            <th className={cx(head, 'text-right')}>{t('reorder.forecast.naiveMae')}</th>
            <th className={cx(head, 'text-right')}>{t('reorder.forecast.wape')}</th>
            <th className={cx(head, 'text-right')}>{t('reorder.forecast.naiveWape')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ itemId, sku, name, errors }) => (
            <tr key={itemId} data-item={itemId} className="h-8 border-b border-line last:border-0">
              <td className="truncate px-3 proportional-nums" title={`${name} · ${sku}`}>
                <bdi>{name}</bdi> <span className="text-xs text-ink-3">{sku}</span>
              </td>
              <td className="px-3 text-right">{format.integer(errors.sold)}</td>
              <td className="px-3 text-right">{format.decimal(meanAbsoluteError(errors, 'forecast'), 2)}</td>
              <td className="px-3 text-right text-ink-3">
                {format.decimal(meanAbsoluteError(errors, 'naive'), 2)}
              </td>
              <td className="px-3 text-right">{format.percent(weightedError(errors, 'forecast'))}</td>
              <td className="px-3 text-right text-ink-3">{format.percent(weightedError(errors, 'naive'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
