import { useQuery } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ORDER_EXPORTS, type OrderExport } from '#shared/domain/order-csv.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Select } from '../../../components/field.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { problemText } from '../../../i18n/errors.ts';
import { FORMAT_NAMES, FORMATS, type FormatName, usualFormat } from '../../../lib/csv-formats.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useTimeZone } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import { exportOrders } from './export.ts';
import type { OrderFilters } from './filters.ts';

interface Shown {
  readonly filters: OrderFilters;
  readonly total: number;
  /** Whether more may match than `total`. */
  readonly atLeast: boolean;
}

/** Exports the orders that match the filters on screen. */
export function ExportButton(shown: Shown): ReactNode {
  const { t } = useTranslation();
  // What was on screen when it was asked for: the list goes on.
  const [asked, ask] = useState<Shown | null>(null);
  return (
    <>
      <Button
        icon={Download}
        aria-label={t('orderEntry.export.button')}
        disabled={shown.total === 0}
        onClick={() => ask(shown)}
      >
        <span className="@max-[1400px]:hidden">{t('orderEntry.export.button')}</span>
      </Button>
      {asked !== null && <ExportDialog shown={asked} onClose={() => ask(null)} />}
    </>
  );
}

/** Says since when this computer holds orders: what is older is not in the file. */
function Range(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ['orders', 'history'],
    queryFn: () => bridge.call('history.ranges', {}),
  });
  if (data === undefined) return null;
  const range = data.ranges.find(({ channel, kind }) => channel === 'orders' && kind === 'order');
  return (
    <p className="text-ink-2" data-range>
      {range === undefined
        ? t('orderEntry.export.cachedAll')
        : t('orderEntry.export.cachedFrom', { from: format.dateTime(range.from) })}
    </p>
  );
}

interface Progress {
  readonly done: number;
  readonly total: number;
}

function useExport(filters: OrderFilters, onDone: () => void) {
  const timeZone = useTimeZone();
  const [progress, setProgress] = useState<Progress | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (what: OrderExport, format: FormatName): Promise<void> => {
    const cancel = new AbortController();
    running.current = cancel;
    setProgress({ done: 0, total: 0 });
    try {
      const written = await exportOrders(
        what,
        filters,
        { ...FORMATS[format], bom: true },
        (query) => bridge.call('orders.export', query),
        { signal: cancel.signal, onProgress: (done, total) => setProgress({ done, total }) },
      );
      saveFile(
        `quayside-${what === 'orders' ? 'orders' : 'order-lines'}-${dayOf(gatewayNow(), timeZone)}.csv`,
        written.parts,
      );
      toast({
        tone: 'ok',
        title: (say) =>
          say.t('imports.export.done', { count: written.rows, formatted: say.format.integer(written.rows) }),
      });
      onDone();
    } catch (error) {
      if (!cancel.signal.aborted)
        toast({
          tone: 'crit',
          title: (say) => say.t('imports.export.failed', { reason: problemText(say, error) }),
        });
      setProgress(null);
    }
  };
  return { progress, run };
}

function ExportDialog({
  shown: { filters, total, atLeast },
  onClose,
}: {
  readonly shown: Shown;
  readonly onClose: () => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [what, setWhat] = useState<OrderExport>('orders');
  const [name, setName] = useState<FormatName>(usualFormat(i18n.language));
  const { progress, run } = useExport(filters, onClose);
  const count = { count: total, formatted: format.integer(total) };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('orderEntry.export.title')}
      description={t(atLeast ? 'orderEntry.export.atLeast' : 'orderEntry.export.matching', count)}
      footer={
        progress === null && (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button variant="primary" icon={Download} onClick={() => void run(what, name)}>
              {t('orderEntry.export.run')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        <Range />
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('orderEntry.export.what')}>
            {(props) => (
              <Select
                {...props}
                value={what}
                onChange={setWhat}
                options={ORDER_EXPORTS.map((value) => ({ value, label: t(`orderEntry.export.${value}`) }))}
              />
            )}
          </Field>
          <Field label={t('imports.export.format')}>
            {(props) => (
              <Select
                {...props}
                value={name}
                onChange={setName}
                options={FORMAT_NAMES.map((value) => ({
                  value,
                  label: t(`imports.export.formats.${value}`),
                }))}
              />
            )}
          </Field>
        </div>
        {progress !== null && (
          <ProgressBar
            label={t('imports.export.runningOf', {
              rows: format.integer(progress.done),
              total: format.integer(progress.total),
            })}
            done={progress.done}
            total={progress.total}
            action={
              <Button icon={X} size="sm" onClick={onClose}>
                {t('imports.export.cancel')}
              </Button>
            }
          />
        )}
      </div>
    </Dialog>
  );
}
