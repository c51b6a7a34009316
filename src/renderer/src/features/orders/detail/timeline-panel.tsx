import {
  Ban,
  CircleX,
  Clock3,
  CreditCard,
  type LucideIcon,
  MessageSquareText,
  PackageCheck,
  Receipt,
  Truck,
  Undo2,
} from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Actor } from '#shared/domain/ids.ts';
import type { Order } from '#shared/domain/orders.ts';
import { methodName } from '#shared/text/say.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { TextArea } from '../../../components/field.tsx';
import { LinkedText } from '../../../components/linked-text.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ErrorState } from '../../../components/states.tsx';
import { RelativeTime } from '../../../components/values.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useInfinite } from '../../../hooks/use-infinite.ts';
import { languageOf } from '../../../i18n/errors.ts';
import { paymentReason } from '../../../lib/reasons.ts';
import { useCan } from '../../../stores/session.ts';
import { type TimelineLine, timelineOf } from './timeline.ts';
import type { OrderData } from './use-order.ts';
import { useShipments } from './use-shipments.ts';

const PAGE = 100;
const MAX_NOTE = 1000;

/** Unsent notes, by order. */
const NOTES = formKind('orders.note', { body: '' }, ({ body }) => body.trim() === '');

const ENTRY_ICONS = { fulfilled: PackageCheck, cancelled: Ban, note: MessageSquareText } as const;

/** What happened to an order, newest first, and a field for notes. */
export function TimelinePanel({
  order,
  data,
}: {
  readonly order: Order;
  readonly data: OrderData;
}): ReactNode {
  const { t } = useTranslation();
  const entries = useInfinite(
    ['orders', 'entries', order.id],
    (after) => bridge.call('orders.entries', { orderId: order.id, after, limit: PAGE }),
    { meta: { record: order.id } },
  );
  const shipments = useShipments(order.id);
  return (
    <Panel title={t('orders.timeline.title')}>
      <NoteForm key={order.id} orderId={order.id} />
      {entries.error ? (
        <ErrorState error={entries.error} onRetry={entries.refetch} />
      ) : (
        <ol className="px-3 py-1">
          {timelineOf(order, data.payments, shipments.data?.rows ?? [], entries.rows).map((line) => (
            <Line key={line.key} line={line} order={order} />
          ))}
        </ol>
      )}
      {entries.hasMore && (
        <Button size="sm" variant="ghost" className="m-2" onClick={entries.more}>
          {t('orders.timeline.more')}
        </Button>
      )}
    </Panel>
  );
}

function Line({ line, order }: { readonly line: TimelineLine; readonly order: Order }): ReactNode {
  const { icon: Icon, title, text, by } = useShown(line, order);
  const { t } = useTranslation();
  const waiting = line.kind === 'entry' && line.entry.commandId !== null;
  return (
    <li className="flex gap-2.5 border-b border-line py-2 last:border-0">
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{title}</span>
          {by !== null && (
            <span dir="auto" className="text-xs text-ink-3">
              {by}
            </span>
          )}
          {waiting && (
            <span className="inline-flex items-center gap-1 text-xs text-warn">
              <Clock3 size={12} aria-hidden />
              {t('orders.pending')}
            </span>
          )}
        </p>
        {text !== null && (
          <p className="break-words whitespace-pre-wrap proportional-nums" dir="auto">
            <LinkedText text={text} />
          </p>
        )}
      </div>
      <RelativeTime at={line.at} short className="shrink-0 text-2xs text-ink-3" />
    </li>
  );
}

/** The lines of a shipment that are named. */
const MAX_GOODS = 5;

function actorName(actor: Actor | null, system: string): string | null {
  return actor === null ? null : actor.kind === 'system' ? system : actor.name;
}

/** Returns how a line is shown. */
function useShown(
  line: TimelineLine,
  order: Order,
): {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string | null;
  readonly by: string | null;
} {
  const { t } = useTranslation();
  const format = useFormat();
  if (line.kind === 'placed')
    return { icon: Receipt, title: t('orders.timeline.placed'), text: null, by: null };
  if (line.kind === 'payment') {
    const { payment } = line;
    const amount = format.money(payment.amount, payment.currency);
    const back = payment.returned.reduce((sum, { quantity }) => sum + quantity, 0);
    const { kind, status } = payment;
    const words =
      status === 'failed' ? 'failed' : kind === 'payment' ? kind : payment.amount === 0 ? 'return' : kind;
    return {
      icon: status === 'failed' ? CircleX : kind === 'refund' ? Undo2 : CreditCard,
      title: t(`orders.timeline.${words}`, { amount }),
      text: paymentReason({ t }, payment),
      by:
        back > 0
          ? t('orders.timeline.cameBack', { count: back })
          : methodName(payment.method, languageOf(format.locale)),
    };
  }
  if (line.kind === 'shipment') {
    const { shipment } = line;
    const units = shipment.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const goods = shipment.lines
      .slice(0, MAX_GOODS)
      .map((one) => `${format.integer(one.quantity)} × ${order.lines[one.line]?.name ?? ''}`);
    const more = shipment.lines.length > MAX_GOODS ? ['…'] : [];
    const sent = [shipment.carrier, shipment.tracking].filter((part) => part !== null).join(' ');
    return {
      icon: Truck,
      title: t('orders.timeline.shipped', {
        count: units,
        formatted: format.integer(units),
        location: shipment.locationName ?? '–',
      }),
      text: [[...goods, ...more].join(', '), sent].filter((part) => part !== '').join('\n'),
      by: actorName(shipment.actor, t('common.system')),
    };
  }
  const { kind, text, actor } = line.entry;
  return {
    icon: ENTRY_ICONS[kind],
    title: t(`orders.timeline.${kind === 'fulfilled' && text !== null ? 'closed' : kind}`),
    text,
    by: actorName(actor, t('common.system')),
  };
}

function NoteForm({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const can = useCan('orders:note');
  const { submit, submitting } = useCommand('orders.note');
  const form = useForm(NOTES, orderId, (fields) => ({ orderId, ...fields }));
  const { body } = form.value;
  const newest = useRef(body);
  newest.current = body;
  if (!can) return null;
  const send = async (): Promise<void> => {
    const text = body.trim();
    if (text === '' || submitting) return;
    const result = await submit({ orderId, body: text });
    if (result.ok && newest.current.trim() === text) form.clear();
  };
  return (
    <form
      className="flex items-end gap-2 border-b border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        rows={2}
        dir="auto"
        maxLength={MAX_NOTE}
        aria-label={t('orders.note.label')}
        placeholder={t('orders.note.placeholder')}
        value={body}
        onChange={(event) => form.change({ body: event.target.value })}
        className="h-auto flex-1 py-1.5"
      />
      <Button type="submit" busy={submitting} disabled={body.trim() === ''}>
        {t('orders.note.add')}
      </Button>
    </form>
  );
}
