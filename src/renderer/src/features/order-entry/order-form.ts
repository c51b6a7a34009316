import type { FormFields } from '#shared/bridge/forms.ts';
import type { SellableItem } from '#shared/bridge/orders.ts';
import { sumDemand } from '#shared/domain/inventory.ts';
import {
  type EnteredLine,
  type LocationFit,
  linePrice,
  locationFits,
  MAX_ENTERED_LINES,
  problemOfLine,
} from '#shared/domain/manual-orders.ts';
import type { Customer } from '#shared/domain/orders.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { amountText, parseAmount, parseCount } from '../../lib/number-field.ts';

/** An order as typed. */
export type OrderForm = FormFields<'orders.enter'>;
export type OrderFormLine = OrderForm['lines'][number];
/** The items of the lines, by id. */
export type Items = ReadonlyMap<string, SellableItem>;

const GUEST: OrderForm['customer'] = { kind: 'guest', id: null, name: '', email: '' };

export const EMPTY_ORDER: OrderForm = {
  orderId: null,
  paymentId: null,
  customer: GUEST,
  currency: '',
  locationId: null,
  lines: [],
  note: '',
  method: '',
};

/** Whether nothing was entered that is worth keeping. */
export function isEmptyOrder({ customer, lines, note }: OrderForm): boolean {
  return lines.length === 0 && customer.kind === 'guest' && note.trim() === '';
}

/** Returns the form with one more of an item, at its price. The first item gives the order its currency. */
export function withItem(form: OrderForm, item: SellableItem, quantity = 1): OrderForm {
  const at = form.lines.findIndex(({ itemId }) => itemId === item.id);
  const line = form.lines[at];
  if (line !== undefined)
    return changeLine(form, at, { quantity: String((parseCount(line.quantity) ?? 0) + quantity) });
  if (form.lines.length >= MAX_ENTERED_LINES) return form;
  const price = amountText(item.price, item.currency);
  const added = { itemId: item.id, quantity: String(quantity), price, discount: '', reason: '' };
  return {
    ...form,
    currency: form.lines.length === 0 ? item.currency : form.currency,
    lines: [...form.lines, added],
  };
}

export function changeLine(form: OrderForm, at: number, part: Partial<OrderFormLine>): OrderForm {
  return { ...form, lines: form.lines.map((line, n) => (n === at ? { ...line, ...part } : line)) };
}

/** What a line comes to, minor units; null where a field is wrong. */
export interface ReadLine {
  readonly quantity: number | null;
  readonly unitPrice: number | null;
  readonly discount: number | null;
  /** Before the discount, and after it. */
  readonly before: number | null;
  readonly total: number | null;
}

/** Reads the fields of a line. */
export function readLine({ quantity, price, discount }: OrderFormLine, currency: string): ReadLine {
  const count = parseCount(quantity);
  const unitPrice = parseAmount(price, currency);
  const off = discount.trim() === '' ? 0 : parseAmount(discount, currency);
  const before = count === null || unitPrice === null ? null : linePrice({ quantity: count, unitPrice });
  return {
    quantity: count !== null && count > 0 ? count : null,
    unitPrice,
    discount: off,
    before,
    total: before === null || off === null || off > before ? null : before - off,
  };
}

/** The field of a line that is wrong first. `item`: the item cannot be sold in this order. */
export type LineError = 'quantity' | 'price' | 'discount' | 'reason' | 'item';

/** Returns what is wrong with a line; null if nothing is. */
export function errorOfLine(
  line: OrderFormLine,
  item: SellableItem | undefined,
  currency: string,
): LineError | null {
  const { quantity, unitPrice, discount } = readLine(line, currency);
  if (quantity === null) return 'quantity';
  if (unitPrice === null) return 'price';
  if (discount === null) return 'discount';
  if (item === undefined) return null;
  const priceReason = line.reason.trim() || null;
  switch (problemOfLine({ quantity, unitPrice, discount, priceReason }, item, currency)) {
    case null:
      return null;
    case 'currency':
    case 'archived':
      return 'item';
    case 'total':
      return 'price';
    case 'discount':
      return 'discount';
    case 'price_reason':
      return 'reason';
  }
}

/** Whether a line has another price than its item. */
export function hasOtherPrice({ price }: OrderFormLine, item: SellableItem | undefined): boolean {
  return item !== undefined && parseAmount(price, item.currency) !== item.price;
}

/** The sums of an order's complete lines, minor units; null where they are too large to be exact. */
export function sumsOf({ lines, currency }: OrderForm): {
  readonly before: number | null;
  readonly total: number | null;
} {
  const read = lines.map((line) => readLine(line, currency)).filter(({ total }) => total !== null);
  const sum = (of: (line: ReadLine) => number | null): number | null => {
    const all = read.reduce((n, line) => n + (of(line) ?? 0), 0);
    return Number.isSafeInteger(all) ? all : null;
  };
  return { before: sum(({ before }) => before), total: sum(({ total }) => total) };
}

/** How well each location can deliver the order. What may be sold without stock counts as available. */
export function fitsOf({ lines }: OrderForm, items: Items, locationIds: readonly string[]): LocationFit[] {
  const demand = sumDemand(
    lines,
    ({ itemId }) => itemId,
    ({ quantity }) => parseCount(quantity) ?? 0,
  );
  const stock = locationIds.map((locationId) => ({
    locationId,
    available: new Map([...items].map(([id, item]) => [id, sellableAt(item, locationId)])),
  }));
  return locationFits(demand, stock);
}

/** Returns what is available of an item at a location. */
export function availableAt({ stock }: SellableItem, locationId: string): number {
  return stock.find((level) => level.locationId === locationId)?.available ?? 0;
}

function sellableAt(item: SellableItem, locationId: string): number {
  return availableAt(item, locationId) + item.backorderLimit;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is wrong with the customer; null if nothing is. */
export function customerError({ kind, name, email }: OrderForm['customer']): 'name' | 'email' | null {
  if (kind !== 'new') return null;
  if (name.trim() === '' || name.trim().length > 200) return 'name';
  const address = email.trim();
  return address === '' || (address.length <= 200 && EMAIL.test(address)) ? null : 'email';
}

function customerOf({ kind, id, name, email }: OrderForm['customer']): Customer | null {
  return kind === 'guest' || id === null ? null : { id, name: name.trim(), email: email.trim() || null };
}

/** Returns the customer that was found, as the form has it. */
export function knownCustomer({ id, name, email }: Customer): OrderForm['customer'] {
  return { kind: 'known', id, name, email: email ?? '' };
}

/** Returns the form for an order with the items that are held; the form is empty without them. */
function enteredLines(form: OrderForm, items: Items): EnteredLine[] | null {
  const lines = form.lines.flatMap((line) => {
    const { quantity, unitPrice, discount } = readLine(line, form.currency);
    if (quantity === null || unitPrice === null || discount === null) return [];
    const item = items.get(line.itemId);
    if (item !== undefined && errorOfLine(line, item, form.currency) !== null) return [];
    const priceReason = hasOtherPrice(line, item) ? line.reason.trim() || null : null;
    return [{ itemId: line.itemId, quantity, unitPrice, discount, priceReason }];
  });
  return lines.length === form.lines.length && lines.length > 0 ? lines : null;
}

/** The ids of an order and its payment, made when the form was begun. */
export interface OrderIds {
  readonly orderId: string;
  readonly paymentId: string;
}

/** Returns the command that a form becomes; null while something is missing or wrong. */
export function entryOf(
  form: OrderForm,
  items: Items,
  locationId: string | null,
  { orderId, paymentId }: OrderIds,
): CommandData<'orders.enter'> | null {
  const lines = enteredLines(form, items);
  const { total } = sumsOf(form);
  if (lines === null || locationId === null || total === null || customerError(form.customer) !== null)
    return null;
  return {
    ...{ orderId, locationId, lines, currency: form.currency },
    customer: customerOf(form.customer),
    note: form.note.trim() || null,
    payment: form.method === '' || total === 0 ? null : { paymentId, method: form.method },
  };
}

/** Returns the form that a command was made from, so that a refused order can be changed and sent again, as another order. */
export function formOfEntry(data: CommandData<'orders.enter'>): OrderForm {
  const { customer, currency, locationId, lines, note, payment } = data;
  return {
    ...EMPTY_ORDER,
    customer: customer === null ? GUEST : knownCustomer(customer),
    currency,
    locationId,
    lines: lines.map(({ itemId, quantity, unitPrice, discount, priceReason }) => ({
      itemId,
      quantity: String(quantity),
      price: amountText(unitPrice, currency),
      discount: discount === 0 ? '' : amountText(discount, currency),
      reason: priceReason ?? '',
    })),
    note: note ?? '',
    method: payment?.method ?? '',
  };
}
