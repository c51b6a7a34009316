import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { suggestLocation } from '#shared/domain/manual-orders.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { BackLink } from '../../components/record-page.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useLocations } from '../../hooks/use-locations.ts';
import { newId } from '../../lib/new-id.ts';
import { useIsLive } from '../../stores/connection.ts';
import { discardCommand } from '../../stores/outbox.ts';
import { useCan } from '../../stores/session.ts';
import { LinesEditor } from './lines-editor.tsx';
import { EMPTY_ORDER, entryOf, fitsOf, type Items, isEmptyOrder, type OrderForm } from './order-form.ts';
import { RefusedOrders } from './refused-orders.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { useScanning } from './use-scanning.tsx';
import { useSellable } from './use-sellable.ts';

/** The order that is being entered: one at a time. */
const NEW_ORDER = formKind('orders.enter', EMPTY_ORDER, isEmptyOrder);
const KEY = 'new';
const NO_ITEMS: Readonly<Items> = new Map();

/** Enters an order for a customer on the phone, at the counter, or by mail. */
export default function NewOrderPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:write');
  return (
    <Page title={t('orderEntry.new')}>
      {!allowed ? (
        <NoPermission permission="orders:write" />
      ) : (
        <div className="h-full overflow-auto p-4">
          <div className="mx-auto max-w-[1180px]">
            <BackLink to="/orders" className="mb-3 min-h-[30px]">
              {t('orders.back')}
            </BackLink>
            <Editor />
          </div>
        </div>
      )}
    </Page>
  );
}

/** The items of the lines. Those that an order takes while it is sent are still shown as available to it. */
function useItemsOf({ lines }: OrderForm, busy: boolean): Items {
  const read = useSellable(lines.map(({ itemId }) => itemId)) ?? NO_ITEMS;
  const kept = useRef(read);
  if (!busy) kept.current = read;
  return kept.current;
}

function Editor(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const live = useIsLive();
  const locations = useLocations();
  const search = useRef<HTMLInputElement | null>(null);
  const [checked, setChecked] = useState(false);
  const [ids] = useState(() => ({ orderId: newId(), paymentId: newId() }));
  const kept = useForm(NEW_ORDER, KEY, (fields) => ({
    ...{
      orderId: fields.orderId ?? ids.orderId,
      note: fields.note.trim() || null,
      currency: fields.currency,
    },
    customer: fields.customer.kind === 'guest' ? null : { name: fields.customer.name },
    lines: fields.lines.slice(0, 1),
  }));
  const form = kept.value;
  const newest = useRef(form);
  newest.current = form;
  const change = (next: OrderForm): void => {
    const named = { orderId: next.orderId ?? ids.orderId, paymentId: next.paymentId ?? ids.paymentId };
    newest.current = { ...next, ...named };
    kept.change(newest.current);
  };

  // A refused order is taken out of the outbox only once the form that it became is saved.
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    if (taken === null || kept.saved !== 'yes') return;
    discardCommand(taken);
    setTaken(null);
  }, [taken, kept.saved]);

  const sent = useRef(ids.orderId);
  const decision = useDecision('orders.enter', () => {
    kept.clear();
    // Without a connection, the order is among those that wait.
    void navigate(live ? `/orders/${encodeURIComponent(sent.current)}` : '/orders', { replace: true });
  });
  const items = useItemsOf(form, decision.busy);
  const fits = useMemo(
    () =>
      fitsOf(
        form,
        items,
        locations.map(({ id }) => id),
      ),
    [form, items, locations],
  );
  const known = fits.some(({ locationId }) => locationId === form.locationId);
  const locationId = known ? form.locationId : (suggestLocation(fits)?.locationId ?? null);
  const scanned = useScanning(newest, kept.ready && !decision.busy, change);

  const send = (): void => {
    if (decision.busy) return;
    setChecked(true);
    sent.current = form.orderId ?? ids.orderId;
    const data = entryOf(form, items, locationId, {
      orderId: sent.current,
      paymentId: form.paymentId ?? ids.paymentId,
    });
    if (data !== null) void decision.send(data);
  };
  useHotkeys({ 'shortcuts.enterOrder': send });
  const discard = (): void => {
    kept.clear();
    setChecked(false);
    search.current?.focus();
  };
  return (
    <>
      <RefusedOrders
        action={t('orderEntry.waiting.again')}
        busy={!isEmptyOrder(form) || !kept.ready}
        onAgain={(again, commandId) => {
          change(again);
          setTaken(commandId);
        }}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
        <LinesEditor
          form={form}
          items={items}
          locationId={locationId}
          locations={locations}
          checked={checked}
          search={search}
          scanned={scanned}
          onChange={change}
        />
        <SummaryPanel
          form={form}
          fits={fits}
          locationId={locationId}
          locations={locations}
          checked={checked}
          problem={decision.problem}
          onChange={(part) => change({ ...form, ...part })}
          actions={
            <>
              <Button variant="primary" busy={decision.busy} onClick={send}>
                {t(form.method === '' ? 'orderEntry.enter' : 'orderEntry.enterPaid')}
              </Button>
              {!isEmptyOrder(form) && (
                <Button variant="ghost" disabled={decision.busy} onClick={discard}>
                  {t('common.discard')}
                </Button>
              )}
            </>
          }
        />
      </div>
    </>
  );
}
