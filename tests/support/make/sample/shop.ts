import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { SampleChat } from './chat.ts';
import { SampleInventory } from './inventory.ts';
import { SampleOrders } from './orders.ts';
import { SampleWorkspace } from './workspace.ts';
import { type Maker, World } from './world.ts';

/**
 * A small shop that creates a valid sequence of events in all channels. Equal seeds produce equal sequences. Tests of the
 * console's cache use it as input.
 */
export class SampleShop {
  readonly #world: World;
  readonly #inventory: SampleInventory;
  readonly #makers: readonly (readonly [weight: number, make: Maker])[];

  constructor(seed: number, options: { readonly startAt?: number; readonly stepMs?: number } = {}) {
    const world = new World(seed, options.startAt ?? Date.UTC(2026, 9, 20, 8), options.stepMs ?? 20_000);
    const inventory = new SampleInventory(world);
    const orders = new SampleOrders(world, inventory);
    const chat = new SampleChat(world);
    const workspace = new SampleWorkspace(world);
    this.#world = world;
    this.#inventory = inventory;
    this.#makers = [
      [3, () => inventory.item()],
      [1, () => inventory.location()],
      [18, () => inventory.adjustment()],
      [12, () => orders.order()],
      [12, () => orders.payment()],
      [5, () => orders.change()],
      [4, () => chat.conversation()],
      [20, () => chat.message()],
      [8, () => chat.change()],
      [3, () => workspace.alert()],
      [2, () => workspace.notification()],
      [0.1, () => inventory.threshold()],
      [1, () => workspace.administration()],
      [3, () => inventory.reservation()],
      [3, () => inventory.lot()],
    ];
  }

  /** Returns the next event. */
  next(): AnyEvent {
    if (this.#inventory.locations.length < 2) return this.#inventory.location();
    if (this.#inventory.items.length < 3) return this.#inventory.item();
    const total = this.#makers.reduce((sum, [weight]) => sum + weight, 0);
    for (;;) {
      let at = this.#world.random() * total;
      const chosen = this.#makers.find(([weight]) => {
        at -= weight;
        return at < 0;
      });
      const event = chosen?.[1]();
      if (event) return event;
    }
  }

  /** Returns the next `n` events. */
  take(n: number): AnyEvent[] {
    return Array.from({ length: n }, () => this.next());
  }

  /** Returns a UUIDv7 at the shop's time. */
  id(): string {
    return this.#world.id();
  }
}
