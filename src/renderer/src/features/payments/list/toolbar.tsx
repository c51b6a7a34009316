import { useQuery } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_COUNTED, type PaymentFilters } from '#shared/bridge/payments.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Button } from '../../../components/button.tsx';
import { Input, Select } from '../../../components/field.tsx';
import { ListToolbar } from '../../../components/list-page.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useMethodName } from '../../../hooks/use-method-name.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { describeError } from '../../../i18n/errors.ts';
import { saveCsv } from '../../../lib/save-file.ts';
import { useTimeZone } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import { exportPayments } from './export.ts';
import { KINDS, STATUSES } from './filters.ts';

/** What narrows the list of payments, and its export. */
export function Toolbar({
  filters,
  onFilters,
  total,
}: {
  readonly filters: PaymentFilters;
  readonly onFilters: (change: Partial<PaymentFilters>) => void;
  readonly total: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useMethodName();
  const places = usePlaces().data?.locations ?? [];
  const choices = useQuery({
    queryKey: ['payments', 'choices'],
    queryFn: () => bridge.call('payments.choices', {}),
  }).data;
  /** A choice among values of which all may be shown. What is chosen stays a choice, whatever the cache has. */
  const choice = (
    name: 'method' | 'currency' | 'locationId',
    label: string,
    all: string,
    options: readonly { readonly value: string; readonly label: string }[],
  ): ReactNode => {
    const chosen = filters[name];
    const missing = chosen !== null && !options.some(({ value }) => value === chosen);
    return (
      <Select
        aria-label={label}
        value={chosen ?? ''}
        onChange={(value) => onFilters({ [name]: value === '' ? null : value })}
        className="w-auto max-w-44"
        options={[
          { value: '', label: all },
          ...options,
          ...(missing ? [{ value: chosen, label: chosen }] : []),
        ]}
      />
    );
  };
  const day = (name: 'from' | 'to'): ReactNode => (
    <span className="flex items-center gap-1.5 text-xs text-ink-3">
      <span aria-hidden>{t(`payments.list.${name}`)}</span>
      <Input
        type="date"
        aria-label={t(`payments.list.${name}`)}
        value={filters[name] ?? ''}
        onChange={(event) => onFilters({ [name]: event.target.value || null })}
        className="w-36"
      />
    </span>
  );
  const same = (values: readonly string[] = []) => values.map((value) => ({ value, label: value }));
  return (
    <ListToolbar
      count={
        total === null
          ? null
          : t(total === MAX_COUNTED ? 'payments.list.atLeast' : 'payments.list.count', {
              count: total,
              formatted: format.integer(total),
            })
      }
      actions={<ExportButton filters={filters} />}
    >
      <Select
        aria-label={t('payments.list.kind')}
        value={filters.kind}
        onChange={(kind) => onFilters({ kind })}
        className="w-auto"
        options={KINDS.map((value) => ({ value, label: t(`payments.kinds.${value}`) }))}
      />
      <Select
        aria-label={t('payments.list.status')}
        value={filters.status}
        onChange={(status) => onFilters({ status })}
        className="w-auto"
        options={STATUSES.map((value) => ({ value, label: t(`payments.statuses.${value}`) }))}
      />
      {choice(
        'method',
        t('payments.list.method'),
        t('payments.list.allMethods'),
        (choices?.methods ?? []).map((value) => ({ value, label: nameOf(value) })),
      )}
      {choice(
        'currency',
        t('payments.list.currency'),
        t('payments.list.allCurrencies'),
        same(choices?.currencies),
      )}
      {choice(
        'locationId',
        t('payments.list.location'),
        t('payments.list.allLocations'),
        places.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {day('from')}
      {day('to')}
    </ListToolbar>
  );
}

/** Saves the cached payments that pass the filters. While it runs, the button cancels it. */
function ExportButton({ filters }: { readonly filters: PaymentFilters }): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (): Promise<void> => {
    const cancel = new AbortController();
    running.current = cancel;
    setBusy(true);
    try {
      const { parts, rows, complete } = await exportPayments(
        (query) => bridge.call('payments.list', query),
        filters,
        cancel.signal,
      );
      saveCsv(`quayside-payments-${dayOf(gatewayNow(), timeZone)}.csv`, parts);
      toast({
        tone: complete ? 'ok' : 'warn',
        title: (say) =>
          say.t(complete ? 'payments.list.exported' : 'payments.list.exportedPart', { count: rows }),
      });
    } catch (error) {
      if (cancel.signal.aborted) return;
      toast({
        tone: 'crit',
        title: (say) => say.t('payments.list.exportFailed', { reason: describeError(say, error).title }),
      });
    } finally {
      setBusy(false);
    }
  };
  if (busy)
    return (
      <Button icon={X} onClick={() => running.current?.abort()}>
        {t('common.cancel')}
      </Button>
    );
  return (
    <Button icon={Download} onClick={() => void run()}>
      {t('payments.list.export')}
    </Button>
  );
}
