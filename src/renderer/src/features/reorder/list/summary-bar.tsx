import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { describeError } from '../../../i18n/errors.ts';
import { saveCsv } from '../../../lib/save-file.ts';
import { useTimeZone } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import type { ReorderFilters } from '../filters.ts';
import { exportReorder } from './export.ts';
import { OrderButton } from './order-button.tsx';
import type { Summary } from './use-summary.ts';

/** How many rows there are, what they are worth, which days the demand is from, and what can be done with them. */
export function SummaryBar({
  filters,
  summary,
  chosen,
  onClear,
}: {
  readonly filters: ReorderFilters;
  readonly summary: Summary | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (summary === undefined) return null;
  const { total, values, withoutCost, window } = summary;
  const amounts = Object.entries(values).map(([currency, amount]) => format.money(amount, currency));
  const days = {
    count: window.days,
    from: format.day(window.from),
    to: format.day(window.to - 1),
  };
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas px-4 py-1 text-xs text-ink-3">
      <span role="status" className="whitespace-nowrap text-ink-2" data-reorder-total={total}>
        {t('inventory.table.total', { count: total, formatted: format.integer(total) })}
      </span>
      {amounts.length > 0 && (
        <span className="whitespace-nowrap" data-reorder-value>
          {t('reorder.list.value', { value: amounts.join(' + ') })}
        </span>
      )}
      {withoutCost > 0 && (
        <span className="whitespace-nowrap">{t('reorder.list.withoutCost', { count: withoutCost })}</span>
      )}
      <span className={window.known ? '' : 'text-warn'}>
        {window.known
          ? t('reorder.list.days', days)
          : window.heldSince === null
            ? t('reorder.list.daysMissing', days)
            : t('reorder.list.daysHeld', { ...days, since: format.dateTime(window.heldSince) })}
      </span>
      <span className="grow" />
      {chosen.size > 0 && (
        <Button size="sm" variant="ghost" icon={X} onClick={onClear}>
          {t('reorder.list.chosen', { count: chosen.size })}
        </Button>
      )}
      <OrderButton filters={filters} chosen={chosen} due={summary.now} onDrafted={onClear} />
      <ExportButton filters={filters} chosen={chosen} disabled={total === 0} />
    </div>
  );
}

/** Exports the chosen rows, or all that pass the filter. While it runs, the button cancels it. */
function ExportButton({
  filters,
  chosen,
  disabled,
}: {
  readonly filters: ReorderFilters;
  readonly chosen: ReadonlySet<string>;
  readonly disabled: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const running = useRef<AbortController | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const cancel = new AbortController();
    running.current = cancel;
    setBusy(true);
    try {
      const only = chosen.size > 0 ? chosen : null;
      const { parts, rows } = await exportReorder(
        (query) => bridge.call('reorder.list', query),
        filters,
        only,
        cancel.signal,
      );
      saveCsv(`quayside-reorder-${dayOf(gatewayNow(), timeZone)}.csv`, parts);
      toast({ tone: 'ok', title: (say) => say.t('reorder.list.exported', { count: rows }) });
    } catch (error) {
      if (cancel.signal.aborted) return;
      toast({
        tone: 'crit',
        title: (say) => say.t('reorder.list.exportFailed', { reason: describeError(say, error).title }),
      });
    } finally {
      setBusy(false);
    }
  };
  if (busy)
    return (
      <Button size="sm" icon={X} onClick={() => running.current?.abort()}>
        {t('common.cancel')}
      </Button>
    );
  return (
    <Button size="sm" icon={Download} disabled={disabled} onClick={() => void run()}>
      {t(chosen.size > 0 ? 'reorder.list.exportChosen' : 'reorder.list.export')}
    </Button>
  );
}
