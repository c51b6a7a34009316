import type { Item, MovementData } from '#shared/domain/inventory.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { makeItem, makeLocation, makeMovement, makeReservation, makeThreshold } from '../item.ts';
import { AGENT, type World } from './world.ts';

const CATEGORIES = ['Furniture', 'Office', 'Technology'];

/** The stock of a sample shop. */
export class SampleInventory {
  readonly items: Item[] = [];
  readonly locations: string[] = [];
  readonly #levels = new Map<string, { onHand: number; committed: number }>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  item(): AnyEvent {
    const world = this.#world;
    const old = this.items.length > 5 && world.random() < 0.4 ? world.pick(this.items) : undefined;
    const item = makeItem({
      id: old?.id ?? world.id(),
      sku: `SKU-${this.items.length}`,
      name: world.text(3),
      category: world.pick(CATEGORIES) ?? 'Office',
      unit: 'pcs',
      price: 100 + world.int(90_000),
      status: world.random() < 0.05 ? 'archived' : 'active',
    });
    if (!old) this.items.push(item);
    return world.event(old ? 'inventory.item_updated' : 'inventory.item_created', { item });
  }

  location(): AnyEvent {
    const id = `loc-${this.locations.length}`;
    this.locations.push(id);
    const location = makeLocation({ id, name: `Location ${id}` });
    return this.#world.event('inventory.location_created', { location });
  }

  adjustment(): AnyEvent {
    const world = this.#world;
    const lines = 1 + world.int(3);
    const movements = Array.from({ length: lines }, () => this.#movement('adjusted', world.int(41) - 15, 0));
    return world.event('inventory.stock_adjusted', { movements, reason: 'count', reference: null }, AGENT);
  }

  /** A delivery of a lot, some of which is set aside. */
  lot(): AnyEvent {
    const world = this.#world;
    const movement = this.#movement('received', 1 + world.int(9), 0);
    const { itemId, locationId } = movement;
    const aside = world.int(3);
    const lot = {
      id: world.id(),
      itemId,
      locationId,
      code: `L${world.int(1000)}`,
      expiresAt: world.random() < 0.5 ? world.at + 86_400_000 : null,
      onHand: movement.deltaOnHand,
      unavailable: aside === 0 ? [] : [{ reason: 'damaged' as const, quantity: aside }],
      receivedAt: world.at,
    };
    return world.event('inventory.stock_set_aside', {
      movements: [{ ...movement, lotId: lot.id, unavailableReason: 'damaged' }],
      reason: 'count',
      reference: null,
      lots: [lot],
      unavailable: [{ itemId, locationId, reason: 'damaged', quantity: aside }],
    });
  }

  reservation(): AnyEvent {
    const world = this.#world;
    const movement = this.#movement('reserved', 0, 1);
    const { itemId, locationId } = movement;
    const reservation = makeReservation({
      id: world.id(),
      itemId,
      locationId,
      expiresAt: world.at + 600_000,
      createdAt: world.at,
    });
    return world.event('inventory.stock_reserved', {
      movements: [movement],
      reason: 'reserved',
      reference: null,
      reservation,
    });
  }

  threshold(): AnyEvent {
    const world = this.#world;
    const threshold = makeThreshold({
      itemId: world.random() < 0.7 ? (world.pick(this.items)?.id ?? null) : null,
      locationId: world.random() < 0.5 ? (this.locations[0] ?? null) : null,
      category: world.random() < 0.3 ? (world.pick(CATEGORIES) ?? null) : null,
      lowAt: world.int(20),
    });
    return world.event('inventory.thresholds_changed', { threshold, removed: world.random() < 0.3 });
  }

  #movement(type: MovementData['type'], delta: number, committed: number): MovementData {
    const itemId = this.#world.pick(this.items)?.id ?? '';
    const locationId = this.locations[this.#world.int(Math.min(2, this.locations.length))] ?? '';
    const key = `${itemId}:${locationId}`;
    const level = this.#levels.get(key) ?? { onHand: 0, committed: 0 };
    const next = {
      onHand: Math.max(0, level.onHand + delta),
      committed: Math.max(0, level.committed + committed),
    };
    this.#levels.set(key, next);
    return makeMovement({
      type,
      itemId,
      locationId,
      deltaOnHand: next.onHand - level.onHand,
      deltaCommitted: next.committed - level.committed,
      onHandAfter: next.onHand,
      committedAfter: next.committed,
    });
  }
}
