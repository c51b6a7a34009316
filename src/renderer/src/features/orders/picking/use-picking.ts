import { useQuery } from '@tanstack/react-query';
import type { FormFields } from '#shared/bridge/forms.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { PickItem } from '#shared/bridge/orders.ts';
import type { PickLine } from '#shared/domain/pick-csv.ts';
import { allotPicked } from '#shared/domain/picking.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';

/** What was picked, and for which orders. */
export type Pick = FormFields<'orders.pick'>;
type List = MethodOutput<'orders.picking'>;

const NOTHING: Pick = { picked: {}, orderIds: null };
const PICKS = formKind('orders.pick', NOTHING, ({ orderIds }) => orderIds === null);

/** A line of the list: an item, what was picked of it, and the orders that need it. */
export interface Line extends PickLine {
  readonly item: PickItem;
  readonly lots: PickItem['lots'];
}

/** The picking list of a location. */
export interface Picking {
  readonly query: ReturnType<typeof useList>;
  readonly list: List | null;
  readonly lines: readonly Line[];
  /** Whether picking has begun: then the list stays with its orders. */
  readonly begun: boolean;
  /** Whether it was begun for other orders than those that are selected now. */
  readonly others: boolean;
  readonly ready: boolean;
  readonly pick: (itemId: string, quantity: number) => void;
  readonly clear: () => void;
  /** What leaves of which order. */
  readonly toFulfil: () => { orderId: string; number: string; lines: { line: number; quantity: number }[] }[];
}

function useList(locationId: string, orderIds: readonly string[] | null, enabled: boolean) {
  return useQuery({
    queryKey: ['orders', 'picking', locationId, orderIds],
    queryFn: () =>
      bridge.call('orders.picking', {
        locationId,
        orderIds: orderIds === null ? null : [...orderIds],
        now: gatewayNow(),
      }),
    enabled,
    placeholderData: (before) => before,
  });
}

/** Reads what is to be picked at a location, and keeps what was picked. `chosen` are the orders that were selected; null for all. */
export function usePicking(locationId: string, chosen: readonly string[] | null): Picking {
  const kept = useForm(PICKS, chosen === null ? locationId : `${locationId} chosen`, () => ({ locationId }));
  const { picked, orderIds } = kept.value;
  const query = useList(locationId, orderIds ?? chosen, kept.ready);
  const list = query.data ?? null;
  const lines = list === null ? [] : linesOf(list, picked);
  return {
    query,
    list,
    lines,
    begun: orderIds !== null,
    others: orderIds !== null && (chosen?.some((id) => !orderIds.includes(id)) ?? false),
    ready: kept.ready,
    pick(itemId, quantity) {
      if (list === null) return;
      const known = new Set(list.items.map((item) => item.itemId));
      const others = Object.entries(picked).filter(([id]) => known.has(id));
      kept.change({
        orderIds: orderIds ?? list.orders.map(({ id }) => id),
        picked: { ...Object.fromEntries(others), [itemId]: quantity },
      });
    },
    clear: kept.clear,
    toFulfil() {
      if (list === null) return [];
      const bounded = Object.fromEntries(lines.map((line) => [line.item.itemId, line.picked]));
      const numbers = new Map(list.orders.map(({ id, number }) => [id, number]));
      return allotPicked(list.orders, bounded).map((order) => ({
        ...{ orderId: order.orderId, number: numbers.get(order.orderId) ?? '' },
        lines: [...order.lines],
      }));
    },
  };
}

/** Returns the lines of a list. What was picked is never more than is still to be picked. */
export function linesOf(list: List, picked: Readonly<Record<string, number>>): Line[] {
  const needs = new Map<string, { number: string; quantity: number }[]>();
  for (const { number, lines } of list.orders)
    for (const { itemId, quantity } of lines) {
      const all = needs.get(itemId) ?? [];
      const same = all.find((one) => one.number === number);
      if (same) same.quantity += quantity;
      else all.push({ number, quantity });
      needs.set(itemId, all);
    }
  return list.items.map((item) => ({
    item,
    ...{ category: item.category, sku: item.sku, name: item.name, quantity: item.quantity, lots: item.lots },
    picked: Math.min(item.quantity, Math.max(0, picked[item.itemId] ?? 0)),
    orders: needs.get(item.itemId) ?? [],
  }));
}
