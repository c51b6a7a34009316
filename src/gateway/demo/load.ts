import type { Customer } from '#shared/domain/orders.ts';
import { markDelivered, postCustomerMessage, readConversation } from '../chat/index.ts';
import { availableAt } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { newestEvent } from '../log/index.ts';
import type { Catalogue, Product } from './catalogue.ts';
import { asCustomer, type DemoGateway, SHOP } from './gateway.ts';
import { type OrderPlan, WAREHOUSE } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import { placeOrder, takeStep } from './shop.ts';
import { type DemoState, saveChange } from './state.ts';

/** Interval of the load's ticks, and how long one tick works, ms. */
const TICK_MS = 10;
const SLICE_MS = 5;
/** Maximum seconds of events a lagging load catches up on; older ones are dropped, so that no burst follows. */
const MAX_DEBT_S = 2;
/** Conversations that the load writes to. */
const TALKS = 40;
/** The load reduces stock above this and increases it below, so that it raises no alerts. */
const MIDDLE_STOCK = 60;

/** What the load needs. */
export interface LoadOptions {
  readonly gateway: DemoGateway;
  readonly catalogue: Catalogue;
  readonly plan: (n: number) => OrderPlan;
  /** Events per second. */
  readonly rate: number;
  readonly now: () => number;
  readonly state: { current: DemoState };
  readonly onError: (error: unknown) => void;
}

/**
 * Emits a steady stream of events for load tests: stock adjustments, orders with payment and fulfilment, and customers'
 * messages, in a mix that can run for hours. It counts the events its transactions append and paces itself by a monotonic clock:
 * a transaction's surplus is taken off the next ticks.
 */
export class Load {
  readonly #options: LoadOptions;
  readonly #random: Random;
  #timer: NodeJS.Timeout | null = null;
  #last = 0;
  #debt = 0;
  #emitted = 0;
  #dropped = 0;
  #disposed = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = randomFor(options.state.current.seed, 'load', options.state.current.nextOrder);
  }

  /** Events appended so far. */
  get emitted(): number {
    return this.#emitted;
  }

  /** Events dropped because the machine could not keep up. */
  get dropped(): number {
    return this.#dropped;
  }

  start(): void {
    this.#last = performance.now();
    this.#arm();
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    if (!this.#disposed) this.#timer = setTimeout(() => void this.#tick(), TICK_MS);
  }

  async #tick(): Promise<void> {
    const { rate, onError } = this.#options;
    const start = performance.now();
    this.#debt += ((start - this.#last) / 1000) * rate;
    this.#last = start;
    try {
      while (this.#debt >= 1 && performance.now() - start < SLICE_MS && !this.#disposed)
        this.#debt -= await this.#transaction();
    } catch (error) {
      onError(error);
    }
    const most = Math.max(rate * MAX_DEBT_S, 50);
    if (this.#debt > most) {
      this.#dropped += Math.floor(this.#debt - most);
      this.#debt = most;
    }
    this.#arm();
  }

  /** Appends about as many events as are due, in one transaction within the slice. Returns the number it appended. */
  async #transaction(): Promise<number> {
    if (this.#random.chance(0.15)) return this.#chat();
    const { gateway, state, now } = this.#options;
    let { nextOrder } = state.current;
    const count = await gateway.executor.run(SHOP, now(), (context) => {
      const start = performance.now();
      const before = lastSeq(context);
      let appended = 0;
      while (appended < this.#debt && performance.now() - start < SLICE_MS) {
        if (this.#random.chance(0.1)) {
          this.#order(context, nextOrder);
          nextOrder += 1;
        } else this.#adjust(context);
        appended = lastSeq(context) - before;
      }
      saveChange(context, { nextOrder });
      return lastSeq(context) - before;
    });
    state.current = { ...state.current, nextOrder };
    this.#emitted += count;
    return count;
  }

  #order(context: CommandContext, n: number): void {
    const plan = this.#options.plan(n);
    placeOrder(context, plan);
    takeStep(context, plan, 'pay');
    takeStep(context, plan, 'fulfil');
  }

  #adjust(context: CommandContext): void {
    const product: Product = this.#random.pick(this.#options.catalogue.products);
    const size = this.#random.between(1, 5);
    const quantity = availableAt(context.sql, product.id, WAREHOUSE) > MIDDLE_STOCK ? -size : size;
    context.dispatch('inventory.adjust', {
      itemId: product.id,
      locationId: WAREHOUSE,
      change: { mode: 'delta', quantity },
      reason: quantity > 0 ? 'found in the rack' : 'cycle count',
      reference: null,
    });
  }

  async #chat(): Promise<number> {
    const { gateway, catalogue, now } = this.#options;
    const n = this.#random.between(0, TALKS - 1);
    const conversationId = `demo:load${n}`;
    const customer: Customer | undefined = catalogue.templates[n]?.customer;
    if (!customer) return 0;
    const count = await gateway.executor.run(asCustomer(customer), now(), (context) => {
      const before = lastSeq(context);
      if (!readConversation(context.sql, conversationId)) {
        context.dispatch('chat.open_conversation', {
          conversationId,
          customer,
          subject: 'Load test',
          orderIds: [],
        });
      }
      postCustomerMessage(context, {
        conversationId,
        messageId: context.newId(),
        body: `Message ${before} of the load.`,
      });
      markDelivered(context, conversationId, before);
      return lastSeq(context) - before;
    });
    this.#emitted += count;
    return count;
  }
}

function lastSeq(context: CommandContext): number {
  return newestEvent(context.sql)?.seq ?? 0;
}
