import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#shared/domain/orders.ts';
import { MAX_CARRIER, MAX_TRACKING } from '#shared/domain/shipments.ts';
import { bridge } from '../../../bridge/client.ts';
import { Field, FieldError, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import {
  type Back,
  EMPTY_FULFIL,
  type FulfilForm,
  type FulfilLine,
  fulfilLines,
  isEmptyFulfil,
  toFulfil,
} from './fulfil-form.ts';

/** Fulfilments that were begun, by order. */
const FULFILMENTS = formKind('orders.fulfil', EMPTY_FULFIL, isEmptyFulfil);

/** Fulfils an order, or a part of it, from its location or another. */
export function FulfilDialog({
  order,
  data,
  onClose,
}: {
  readonly order: Order;
  readonly data: Back & { readonly locationName: string | null; readonly disputed: number };
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const kept = useForm(FULFILMENTS, order.id, () => ({ orderId: order.id }));
  const form = kept.value;
  const change = (part: Partial<FulfilForm>): void => kept.change({ ...form, ...part });
  const decision = useDecision('orders.fulfil', () => {
    kept.clear();
    onClose();
  });
  const stock = useQuery({
    queryKey: ['inventory', 'order-stock', order.id],
    queryFn: () => bridge.call('orders.stock', { orderId: order.id }),
  });
  const { locationName } = data;
  const places = usePlaces().data?.locations ?? [];
  const [checked, setChecked] = useState(false);
  // What it is measured against stays as it was when it was sent: the command's own effect must not speak against it.
  const [sent, setSent] = useState<readonly FulfilLine[] | null>(null);
  const current = fulfilLines(order, data, form, stock.data?.rows ?? []);
  const rows = decision.busy && sent !== null ? sent : current;
  const nothing = rows.every(({ quantity }) => quantity === 0);
  const from = places.find(({ id }) => id === form.locationId)?.name ?? locationName ?? '–';
  const submit = (): void => {
    setChecked(true);
    // What the server has and this does not know yet is said by the server.
    const wrong = rows.some(({ problem }) => problem === 'invalid' || problem === 'above');
    if (wrong || (nothing && rows.some(({ due }) => due > 0))) return;
    setSent(rows);
    void decision.send(toFulfil(order, rows, form));
  };
  return (
    <FormDialog
      title={t('orders.actions.fulfilTitle', { number: order.number })}
      description={t('orders.actions.fulfilBody', { location: from })}
      action={t('orders.actions.fulfil')}
      width="md"
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {data.disputed > 0 && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-xs text-warn">
          {t('orders.fulfil.disputed', { amount: format.money(data.disputed, order.currency) })}
        </p>
      )}
      <Lines rows={rows} form={form} change={change} isHome={form.locationId === null} />
      {checked && nothing && decision.problem === null && (
        <FieldError>{t('orders.fulfil.nothing')}</FieldError>
      )}
      <Field label={t('orders.fulfil.from')}>
        {(props) => (
          <Select
            {...props}
            value={form.locationId ?? ''}
            onChange={(value) => change({ locationId: value === '' ? null : value })}
            options={[
              { value: '', label: locationName ?? t('orders.fulfil.orderPlace') },
              ...places
                .filter(({ id }) => id !== order.locationId)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('orders.fulfil.carrier')}>
          {(props) => (
            <Input
              {...props}
              maxLength={MAX_CARRIER}
              autoComplete="off"
              value={form.carrier}
              onChange={(event) => change({ carrier: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('orders.fulfil.tracking')}>
          {(props) => (
            <Input
              {...props}
              maxLength={MAX_TRACKING}
              autoComplete="off"
              value={form.tracking}
              onChange={(event) => change({ tracking: event.target.value })}
            />
          )}
        </Field>
      </div>
    </FormDialog>
  );
}

function Lines({
  rows,
  form,
  isHome,
  change,
}: {
  readonly rows: readonly FulfilLine[];
  readonly form: FulfilForm;
  readonly isHome: boolean;
  readonly change: (part: Partial<FulfilForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul
      className="max-h-64 overflow-auto rounded-md border border-line"
      aria-label={t('orders.fulfil.lines')}
    >
      {rows.map(({ line, name, sku, left, due, there, text, problem }) => (
        <li key={line} className="border-b border-line px-2.5 py-1.5 last:border-0">
          <div className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate proportional-nums" title={name}>
                <bdi>{name}</bdi> <span className="text-xs text-ink-3">{sku}</span>
              </span>
              <span className="block text-xs text-ink-3">
                {t(isHome ? 'orders.fulfil.onHand' : 'orders.fulfil.available', {
                  formatted: format.integer(there),
                })}
                {due < left && ` · ${t('orders.fulfil.refunded', { formatted: format.integer(left - due) })}`}
              </span>
            </span>
            <Input
              inputMode="numeric"
              autoComplete="off"
              value={text}
              aria-invalid={problem !== null}
              aria-label={t('orders.fulfil.quantity', { name })}
              onFocus={(event) => event.target.select()}
              onChange={(event) => change({ chosen: { ...form.chosen, [line]: event.target.value } })}
              className="w-16 shrink-0 text-right"
            />
            <span className="w-14 text-xs whitespace-nowrap text-ink-3">
              {t('orders.fulfil.of', { formatted: format.integer(left) })}
            </span>
          </div>
          {problem !== null && <FieldError>{t(`orders.fulfil.${problem}`)}</FieldError>}
        </li>
      ))}
    </ul>
  );
}
