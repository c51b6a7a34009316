import { ClipboardList, Download, PackageCheck, Printer, RotateCcw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickCsv } from '#shared/domain/pick-csv.ts';
import { dayOf } from '#shared/domain/time.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Button } from '../../../components/button.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ScanField, type ScanResult } from '../../../components/scan-field.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { useAttempt } from '../../../hooks/use-attempt.ts';
import { useCodeQueue } from '../../../hooks/use-code-queue.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { findCode } from '../../../lib/find-code.ts';
import { printLight } from '../../../lib/print.ts';
import { saveCsv } from '../../../lib/save-file.ts';
import { pickMatch } from '../../../lib/scan-match.ts';
import { useCan, useTimeZone } from '../../../stores/session.ts';
import { startRuns } from '../fulfil/runner.ts';
import { PickTable } from './pick-table.tsx';
import { type Picking, usePicking } from './use-picking.ts';

/** The picking list of one location. */
export function PickList({
  locationId,
  location,
  chosen,
  children,
}: {
  readonly locationId: string;
  readonly location: string;
  readonly chosen: readonly string[] | null;
  /** The choice of the location. */
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const picking = usePicking(locationId, chosen);
  const { list, query, lines } = picking;
  const sum = (of: 'quantity' | 'picked'): number => lines.reduce((total, line) => total + line[of], 0);
  return (
    <>
      <h2 className="hidden px-4 pt-2 text-md font-semibold print:block">
        {t('orders.picking.printed', { location, at: format.dateTime(gatewayNow()) })}
      </h2>
      <div data-no-print className="flex shrink-0 flex-wrap items-start gap-2 border-b border-line px-4 py-2">
        <div className="flex flex-col items-start gap-1">
          {children}
          <span role="status" className="text-xs whitespace-nowrap text-ink-3">
            {list !== null &&
              t('orders.picking.sum', {
                orders: format.integer(list.orders.length),
                picked: format.integer(sum('picked')),
                units: format.integer(sum('quantity')),
              })}
          </span>
        </div>
        <Scanner picking={picking} />
        <span className="min-w-0 grow" />
        <Actions picking={picking} location={location} locationId={locationId} />
      </div>
      {list !== null && list.total > list.orders.length && chosen === null && !picking.begun && (
        <p className="border-b border-line px-4 py-1.5 text-xs text-ink-2">
          {t('orders.picking.more', {
            shown: format.integer(list.orders.length),
            all: format.integer(list.total),
          })}
        </p>
      )}
      {picking.others && (
        <p role="status" className="border-b border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
          {t('orders.picking.others')}
        </p>
      )}
      <div className="min-h-0 flex-1 overflow-auto">
        {query.error && list === null ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : list === null ? (
          <SkeletonRows rows={10} />
        ) : lines.length === 0 ? (
          <EmptyState
            icon={ClipboardList}
            title={t('orders.picking.none')}
            body={t('orders.picking.noneBody')}
            action={picking.begun && <Button onClick={picking.clear}>{t('orders.picking.again')}</Button>}
          />
        ) : (
          <PickTable lines={lines} onPick={picking.pick} />
        )}
      </div>
      {chosen === null && (
        <div data-no-print>
          <HistoryLine channel="orders" kind="order" />
        </div>
      )}
    </>
  );
}

/** Takes codes from a scanner: each picks one of its item, or as many as the code says. */
function Scanner({ picking }: { readonly picking: Picking }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [result, setResult] = useState<ScanResult | null>(null);
  const take = async (code: string): Promise<void> => {
    const { code: read, matches } = await findCode(code);
    const match = pickMatch(matches, (itemId) => picking.lines.find(({ item }) => item.itemId === itemId));
    if (match.kind !== 'one') {
      const key = match.kind === 'several' ? 'several' : 'unknown';
      setResult({ tone: 'crit', text: t(`orders.picking.scan.${key}`, { code: read?.text ?? code }) });
      return;
    }
    const { item, picked, quantity, name } = match.value;
    const next = Math.min(quantity, picked + (read?.quantity ?? 1));
    if (next === picked) {
      setResult({ tone: 'crit', text: t('orders.picking.scan.enough', { name }) });
      return;
    }
    picking.pick(item.itemId, next);
    setResult({
      tone: 'ok',
      text: t('orders.picking.scan.picked', {
        ...{ name, picked: format.integer(next), quantity: format.integer(quantity) },
      }),
    });
    // The next code sees what this one did.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const onCode = useCodeQueue(take, { ready: picking.ready && picking.list !== null });
  useScans(onCode, true, 'page');
  return (
    <ScanField
      label={t('orders.picking.scan.label')}
      result={result}
      onCode={onCode}
      className="w-56 min-w-40"
    />
  );
}

function Actions({
  picking,
  location,
  locationId,
}: {
  readonly picking: Picking;
  readonly location: string;
  readonly locationId: string;
}): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const attempt = useAttempt();
  const can = useCan('orders:write');
  const [busy, setBusy] = useState(false);
  const { lines } = picking;
  const picked = lines.some((line) => line.picked > 0);
  const fulfil = async (): Promise<void> => {
    setBusy(true);
    try {
      await startRuns(picking.toFulfil(), locationId);
      picking.clear();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {picking.begun && (
        <Button icon={RotateCcw} onClick={picking.clear}>
          {t('orders.picking.again')}
        </Button>
      )}
      <Button icon={Printer} disabled={lines.length === 0} onClick={printLight}>
        {t('orders.picking.print')}
      </Button>
      <Button
        icon={Download}
        disabled={lines.length === 0}
        onClick={() =>
          saveCsv(`quayside-picking-${dayOf(gatewayNow(), timeZone)}.csv`, [pickCsv(location, lines)])
        }
      >
        {t('orders.picking.csv')}
      </Button>
      {can && (
        <Button
          icon={PackageCheck}
          variant="primary"
          disabled={!picked}
          busy={busy}
          onClick={() => attempt(fulfil())}
        >
          {t('orders.picking.fulfil')}
        </Button>
      )}
    </>
  );
}
