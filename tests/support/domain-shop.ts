import { afterEach, beforeEach } from 'vitest';
import type { Alert } from '#shared/domain/alerts.ts';
import type { Level } from '#shared/domain/inventory.ts';
import type { Order, OrderStatus } from '#shared/domain/orders.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { openDomains, type TestDomains } from './gateway-domains.ts';
import { makeItem, makeLocation } from './make/item.ts';
import { makeCustomer } from './make/order.ts';

/** The item and location of the tea. */
export const TEA = { itemId: 'tea', locationId: 'shop' };
/** The customer of the shop's orders. */
export const CUSTOMER = makeCustomer({ id: 'c1', name: 'Cleo', email: 'cleo@example.com' });

/** A shop that sells tea and mugs, for tests of the gateway's rules. */
export interface DomainShop {
  readonly domains: TestDomains;
  /** Returns an unused id. */
  fresh(): string;
  /** Returns the rows of one kind in a channel's snapshot. */
  rows<T>(channel: Channel, kind: string): T[];
  level(): Level | undefined;
  /** Receives tea. */
  stock(quantity: number): void;
  /** Reserves tea for ten minutes. */
  reserve(reservationId: string, quantity: number): void;
  /** Adjusts the tea on hand. */
  adjust(quantity: number): void;
  openAlerts(): Alert[];
  /** Places an order at 300 apiece. The item of a line defaults to tea. */
  placeOrder(lines: readonly { itemId?: string; quantity: number }[], orderId?: string): string;
  pay(orderId: string, amount: number): { status: OrderStatus };
  order(id: string): Order | undefined;
}

/** Opens a shop on an empty database before each test of the file, and closes it after each. */
export function domainShopPerTest(env: Readonly<Record<string, string>> = {}): DomainShop {
  let opened: TestDomains | undefined;
  let counter = 0;
  const domains = (): TestDomains => {
    if (!opened) throw new Error('The shop is open only while a test runs.');
    return opened;
  };
  beforeEach(async () => {
    opened = await openDomains({
      INVENTORY_LOW_STOCK_THRESHOLD: '5',
      CHAT_MAX_MESSAGE_LENGTH: '100',
      ...env,
    });
    opened.command('inventory.create_location', { location: makeLocation({ id: 'shop', name: 'Shop' }) });
    for (const id of ['tea', 'mug']) {
      opened.command('inventory.create_item', { item: makeItem({ id, category: 'kitchen', price: 300 }) });
    }
  });
  afterEach(() => {
    opened?.dispose();
    opened = undefined;
  });

  const fresh = (): string => `id-${++counter}`;
  const rows = <T>(channel: Channel, kind: string): T[] =>
    domains()
      .snapshot(channel)
      .flatMap((entry) => (entry.kind === kind ? [entry.row as T] : []));
  return {
    get domains() {
      return domains();
    },
    fresh,
    rows,
    level: () => rows<Level>('inventory', 'level').find((row) => row.itemId === 'tea'),
    stock(quantity) {
      domains().command('inventory.receive', { ...TEA, quantity, reference: null });
    },
    reserve(reservationId, quantity) {
      domains().command('inventory.reserve', {
        reservationId,
        ...TEA,
        quantity,
        orderId: null,
        expiresAt: null,
      });
    },
    adjust(quantity) {
      domains().command('inventory.adjust', {
        ...TEA,
        change: { mode: 'delta', quantity },
        reason: 'test',
        reference: null,
      });
    },
    openAlerts: () => rows<Alert>('alerts', 'alert').filter((alert) => alert.resolvedAt === null),
    placeOrder(lines, orderId = fresh()) {
      domains().command('orders.create', {
        orderId,
        number: `N-${orderId}`,
        customer: CUSTOMER,
        currency: 'USD',
        locationId: 'shop',
        lines: lines.map(({ itemId = 'tea', quantity }) => ({
          itemId,
          quantity,
          unitPrice: 300,
          total: 300 * quantity,
        })),
      });
      return orderId;
    },
    pay: (orderId, amount) =>
      domains().command('payments.receive', {
        paymentId: fresh(),
        orderId,
        amount,
        currency: 'USD',
        method: 'card',
      }),
    order: (id) => rows<Order>('orders', 'order').find((row) => row.id === id),
  };
}
