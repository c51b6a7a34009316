import type { MethodOutput } from '#shared/bridge/index.ts';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import {
  belowMinimum,
  notOnDraft,
  type OrderLine,
  ordersFor,
  raiseToMinimum,
  type WantedOrder,
} from '#shared/domain/wanted-orders.ts';

export type Proposal = MethodOutput<'reorder.proposal'>;
export type ProposedSupplier = Proposal['suppliers'][number];

/** Stands for a line that is not ordered. */
export const LEFT_OUT = '';
/** What the user has chosen: a supplier for each line, and the orders that are raised to their minimum, by their keys. */
export interface Choices {
  readonly suppliers: Readonly<Record<string, string>>;
  readonly raised: ReadonlySet<string>;
}

/** A supplier that a line can be ordered from. */
export interface Option {
  readonly supplierId: string;
  readonly name: string;
  readonly currency: string;
  readonly minimumOrder: number;
  readonly packSize: number;
  readonly price: number;
}

/** One order as it would be drafted. */
export interface DraftOrder extends WantedOrder {
  readonly key: string;
  readonly supplierName: string;
  readonly currency: string;
  readonly minimumOrder: number;
  /** Minor units of `currency`. */
  readonly total: number;
  /** What the supplier's minimum lacks. */
  readonly below: number;
}

/** What becomes of the chosen lines. */
export interface Orders {
  readonly orders: readonly DraftOrder[];
  /** Lines for which a supplier must be chosen, or that the user has left out. */
  readonly open: readonly ProposedItem[];
  /** Lines of which nothing is left to order, because of drafts. */
  readonly onDraft: readonly ProposedItem[];
  /** Lines with enough stock, or with an unknown demand. */
  readonly nothing: readonly ProposedItem[];
}

/** Names a line. */
export const lineKey = ({ itemId, locationId }: { itemId: string; locationId: string }): string =>
  `${itemId}\n${locationId}`;

/**
 * Returns the suppliers that a line can be ordered from: those that sell the item; where nobody does, all with the currency of the
 * item's cost, at that cost.
 */
export function optionsOf(line: ProposedItem, suppliers: readonly ProposedSupplier[]): readonly Option[] {
  if (line.offers.length > 0)
    return line.offers.map(({ supplierName: name, chosen: _chosen, ...offer }) => ({ ...offer, name }));
  const { cost, currency } = line;
  if (cost === null) return [];
  return suppliers
    .filter((supplier) => supplier.currency === currency)
    .map(({ id, name, minimumOrder }) => ({
      ...{ supplierId: id, name, currency, minimumOrder },
      ...{ packSize: 1, price: cost },
    }));
}

/** Returns the supplier that a line is ordered from; undefined if a person has to choose, or has left the line out. */
export function optionFor(
  line: ProposedItem,
  suppliers: readonly ProposedSupplier[],
  choices: Choices,
): Option | undefined {
  const wanted = choices.suppliers[lineKey(line)] ?? line.offers.find(({ chosen }) => chosen)?.supplierId;
  return optionsOf(line, suppliers).find(({ supplierId }) => supplierId === wanted);
}

const totalOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

/** Returns the orders that a proposal becomes, and what is left over. */
export function ordersOf({ lines, suppliers }: Proposal, choices: Choices): Orders {
  const left = (line: ProposedItem): number => notOnDraft(line.suggested ?? 0, line.onDraft);
  const wanted = lines.filter((line) => left(line) > 0);
  const byKey = new Map(wanted.map((line) => [lineKey(line), line]));
  const options = new Map<string, Option>();
  const { orders, without } = ordersFor(
    wanted.map((line) => ({ itemId: line.itemId, locationId: line.locationId, quantity: left(line) })),
    (asked) => {
      const line = byKey.get(lineKey(asked));
      const option = line && optionFor(line, suppliers, choices);
      if (option) options.set(option.supplierId, option);
      return option;
    },
  );
  return {
    orders: orders.flatMap((order): DraftOrder[] => {
      const option = options.get(order.supplierId);
      if (!option) return [];
      // A proposal has at most as many items as fit into one order.
      const key = `${order.supplierId}\n${order.locationId}`;
      const { currency, minimumOrder, name: supplierName } = option;
      const own = choices.raised.has(key) ? raiseToMinimum(order.lines, minimumOrder) : order.lines;
      const total = totalOf(own);
      const below = belowMinimum(total, minimumOrder);
      return [{ ...order, lines: own, key, supplierName, currency, minimumOrder, total, below }];
    }),
    open: without.flatMap((line) => byKey.get(lineKey(line)) ?? []),
    onDraft: lines.filter((line) => (line.suggested ?? 0) > 0 && left(line) === 0),
    nothing: lines.filter((line) => (line.suggested ?? 0) === 0),
  };
}
