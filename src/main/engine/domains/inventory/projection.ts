import { type Movement, type Reservation, scopeKey, type Threshold } from '#shared/domain/inventory.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import {
  itemImageRow,
  itemRow,
  levelRow,
  locationRow,
  lotRow,
  movementRow,
  reservationRow,
  thresholdRow,
  unavailableRow,
} from '#shared/rows/inventory.ts';
import {
  type ChannelProjection,
  type Dump,
  dumpTables,
  type ProjectionContext,
} from '../../store/projection.ts';
import type { Slices } from '../../store/slices.ts';
import { Items } from './items.ts';
import { Levels } from './levels.ts';
import { StockParts } from './parts.ts';
import {
  itemImagesTable,
  itemsTable,
  levelsTable,
  locationsTable,
  lotsTable,
  MOVEMENT_COLUMNS,
  movementsTable,
  reservationsTable,
  thresholdsTable,
  unavailableTable,
} from './tables.ts';

const parse = {
  item: parserOf(itemRow.schema),
  image: parserOf(itemImageRow.schema),
  location: parserOf(locationRow.schema),
  level: parserOf(levelRow.schema),
  movement: parserOf(movementRow.schema),
  reservation: parserOf(reservationRow.schema),
  threshold: parserOf(thresholdRow.schema),
  unavailable: parserOf(unavailableRow.schema),
  lot: parserOf(lotRow.schema),
};

type StockEvent = Pick<EventOf<'inventory.stock_adjusted'>, 'seq' | 'at' | 'actor' | 'commandId' | 'data'>;
type ReservationEvent =
  | EventOf<'inventory.stock_reserved'>
  | EventOf<'inventory.reservation_fulfilled'>
  | EventOf<'inventory.reservation_released'>
  | EventOf<'inventory.reservation_expired'>;

/** Projects the channel `inventory`: items, locations, levels, the ledger, reservations and thresholds. */
export function inventoryProjection(context: ProjectionContext): ChannelProjection<'inventory'> {
  const inventory = new Inventory(context);
  const move = (event: StockEvent): boolean => inventory.move(event);
  const reserve = (event: ReservationEvent): boolean => inventory.reserve(event);
  return {
    channel: 'inventory',
    tallies: [inventory.levels.counts],
    texts: [inventory.items.index],
    events: {
      'inventory.item_created': ({ data }) => inventory.putItem(data.item),
      'inventory.item_updated': ({ data }) => inventory.putItem(data.item),
      'inventory.item_image_changed': ({ data }) => inventory.putImage(data.itemId, data.image),
      'inventory.location_created': ({ data }) => inventory.putLocation(data.location),
      'inventory.stock_adjusted': move,
      'inventory.stock_counted': move,
      'inventory.stock_received': move,
      'inventory.levels_counted': move,
      'inventory.stock_transferred': move,
      'inventory.level_restored': ({ seq, at, data }) => {
        inventory.parts.apply({ lots: data.lots, unavailable: data.unavailableStock });
        return inventory.levels.restore(data, seq, at);
      },
      'inventory.incoming_changed': (event) => inventory.expect(event),
      'inventory.stock_set_aside': move,
      'inventory.stock_put_back': move,
      'inventory.stock_written_off': move,
      'inventory.lots_expired': move,
      'inventory.stock_reserved': reserve,
      'inventory.reservation_committed': ({ data }) => inventory.commitReservation(data.reservation),
      'inventory.reservation_fulfilled': reserve,
      'inventory.reservation_released': reserve,
      'inventory.reservation_expired': reserve,
      'inventory.thresholds_changed': ({ data }) => inventory.changeThreshold(data.threshold, data.removed),
    },
    rows: {
      threshold: (row) => inventory.putThreshold(parse.threshold(row)),
      location: (row) => void inventory.putLocation(parse.location(row)),
      item: (row) => void inventory.putItem(parse.item(row)),
      item_image: (row) => {
        const { itemId, image } = parse.image(row);
        inventory.putImage(itemId, image);
      },
      level: (row) => inventory.putLevel(parse.level(row)),
      unavailable: (row) => inventory.parts.putUnavailable(parse.unavailable(row)),
      lot: (row) => inventory.parts.putLot(parse.lot(row)),
      movement: (row) => inventory.putMovement(parse.movement(row)),
      reservation: (row) => inventory.putReservation(parse.reservation(row)),
    },
    settle: () => inventory.settle(),
    replaced: () => inventory.replaced(),
    clear: () => inventory.clear(),
    workspaceChanged: (before, now) => {
      const { lowAt, outAt } = now.stockLimits;
      if (before.stockLimits.lowAt !== lowAt || before.stockLimits.outAt !== outAt)
        inventory.levels.relistAll();
    },
  };
}

/** The tables of the channel. */
class Inventory {
  readonly levels: Levels;
  readonly parts: StockParts;
  readonly #context: ProjectionContext;
  readonly items: Items;
  readonly #images;
  readonly #removeImage;
  readonly #locations;
  readonly #movements;
  readonly #reservations;
  readonly #thresholds;
  readonly #removeThreshold;
  /** Levels that are missing from a snapshot and were created from its movements. */
  readonly #fromLedger = new Set<string>();
  /** All thresholds, read once for the levels of a snapshot; null if they must be read. */
  #allThresholds: ReturnType<Levels['thresholds']> | null = null;
  /** Whether a snapshot had a threshold after a level. Older gateways send them last. */
  #mustRelist = false;
  #hasLevels = false;

  constructor(context: ProjectionContext) {
    this.#context = context;
    this.levels = new Levels(context);
    this.parts = new StockParts(context);
    this.items = new Items(context);
    this.#images = context.bind(itemImagesTable);
    this.#removeImage = this.#images.remover();
    this.#locations = context.bind(locationsTable);
    this.#movements = context.bind(movementsTable);
    this.#reservations = context.bind(reservationsTable);
    this.#thresholds = context.bind(thresholdsTable);
    this.#removeThreshold = this.#thresholds.remover();
  }

  putItem(item: ReturnType<typeof parse.item>): boolean {
    const before = this.items.put(item);
    if (before?.category !== item.category || before.status !== item.status)
      this.levels.relistItem(item.id, before?.category ?? null);
    this.#context.changes.touch('inventory', item.id);
    return true;
  }

  putImage(itemId: string, image: string | null): boolean {
    if (image === null) this.#removeImage(itemId);
    else this.#images.upsert({ itemId, image }, {});
    this.#context.changes.touch('inventory', itemId);
    return true;
  }

  putLocation(location: ReturnType<typeof parse.location>): boolean {
    this.#locations.upsert(location, {});
    this.#context.changes.touchAll('inventory');
    return true;
  }

  putLevel(level: ReturnType<typeof parse.level>): void {
    this.#hasLevels = true;
    this.#allThresholds ??= this.levels.thresholds();
    this.levels.create(level, this.#allThresholds);
  }

  /**
   * Writes a movement of a snapshot or of history. If its level is missing because it was malformed, the level is created from the
   * movements.
   */
  putMovement(movement: Movement): void {
    const { itemId, locationId, seq, at } = movement;
    const pair = this.#fromLedger.size === 0 ? '' : `${itemId}\n${locationId}`;
    let levelK = this.#fromLedger.has(pair) ? undefined : this.levels.keyOf(itemId, locationId);
    if (levelK === undefined) {
      this.#fromLedger.add(`${itemId}\n${locationId}`);
      levelK = this.levels.move(movement, seq, at);
    }
    this.#movements.insertNew(movement, { levelK });
  }

  move({ seq, at, actor, commandId, data }: StockEvent): boolean {
    const { reason, reference } = data;
    let n = 0;
    for (const m of data.movements) {
      const levelK = this.levels.move(m, seq, at);
      const unavailableReason = m.unavailableReason ?? null;
      this.#movements.insertNew(
        { ...m, unavailableReason, seq, n, actor, reason, reference, commandId, at },
        { levelK },
      );
      n += 1;
    }
    this.parts.apply(data);
    return true;
  }

  /** Writes what levels expect. */
  expect({ seq, at, data }: EventOf<'inventory.incoming_changed'>): boolean {
    for (const level of data.levels) this.levels.expect(level, seq, at);
    return true;
  }

  putReservation(reservation: Reservation): void {
    this.#reservations.upsert(reservation, {});
  }

  commitReservation(reservation: Reservation): boolean {
    this.putReservation(reservation);
    this.#context.changes.touch('inventory', reservation.itemId);
    return true;
  }

  reserve(event: ReservationEvent): boolean {
    this.putReservation(event.data.reservation);
    return this.move(event);
  }

  putThreshold(threshold: Threshold): void {
    this.#thresholds.upsert(threshold, { scope: scopeKey(threshold) });
    this.#mustRelist ||= this.#hasLevels;
    this.#allThresholds = null;
  }

  changeThreshold(threshold: Threshold, removed: boolean): boolean {
    this.#allThresholds = null;
    if (removed) this.#removeThreshold(scopeKey(threshold));
    else this.putThreshold(threshold);
    this.levels.relistScope(threshold);
    if (threshold.itemId === null) this.#context.changes.touchAll('inventory');
    else this.#context.changes.touch('inventory', threshold.itemId);
    return true;
  }

  /** Updates the levels of a snapshot, whose thresholds may have come after them. */
  *settle(): Slices<void> {
    if (this.#mustRelist) yield* this.levels.relistSlices({ locationId: null });
    this.#mustRelist = false;
  }

  replaced(): void {
    this.#fromLedger.clear();
    this.#allThresholds = null;
  }

  clear(): void {
    this.items.clear();
    for (const table of [
      this.#images,
      this.#locations,
      this.#movements,
      this.#reservations,
      this.#thresholds,
    ])
      table.clear();
    this.levels.clear();
    this.parts.clear();
    this.replaced();
    this.#context.counters.clear('inventory.');
  }
}

const dumpPlain = {
  before: dumpTables(itemsTable, itemImagesTable, locationsTable, levelsTable, unavailableTable, lotsTable),
  after: dumpTables(reservationsTable, thresholdsTable),
};

/** Returns all rows of the channel, kind by kind, sorted by key. */
export const dumpInventory: Dump = function* (sql) {
  yield* dumpPlain.before(sql);
  const movements = sql.raw
    .prepare(
      `SELECT ${MOVEMENT_COLUMNS} FROM movements m CROSS JOIN levels l ON l.k = m.level_k ORDER BY m.seq, m.n`,
    )
    .iterate();
  for (const stored of movements)
    yield { kind: movementRow.kind, row: movementsTable.decode(stored as never) };
  yield* dumpPlain.after(sql);
};
