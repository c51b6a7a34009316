import { v7 as uuidv7 } from 'uuid';
import type { EventsMessage } from '#shared/protocol/messages.ts';
import { OutboxRows } from '../../src/main/engine/outbox/rows.ts';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import { EFFECTS } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from './cache.ts';
import { adjustment } from './make/command.ts';
import { makeEvent } from './make/event.ts';
import { makeItem, makeLocation, makeMovement } from './make/item.ts';

const LEVEL = { itemId: 'tea', locationId: 'shop' };
const USER = 'agent-1';

/** Opens a cache in which the user can adjust the stock of the item `tea`. */
export function openOwn(file: string): OpenedStore {
  return openTestCache(file, { userId: USER });
}

function batch(n: number, after: number, events: EventsMessage['events']): EventsMessage {
  return { batch: n, mode: 'live', after: { inventory: after }, events };
}

/** Puts the item on the shelf, with no stock. */
export function furnish({ writer }: OpenedStore): void {
  const movement = makeMovement({ ...LEVEL, deltaOnHand: 0, onHandAfter: 0 });
  const data = { movements: [movement], reason: 'counted', reference: null };
  writer.apply(
    batch(1, 0, [
      makeEvent('inventory.item_created', { item: makeItem({ id: LEVEL.itemId }) }, { seq: 1 }),
      makeEvent(
        'inventory.location_created',
        { location: makeLocation({ id: LEVEL.locationId }) },
        { seq: 2 },
      ),
      makeEvent('inventory.stock_adjusted', data, { seq: 3 }),
    ]),
  );
}

/** Queues commands that each add one to the stock. Returns their ids. */
export function submit({ outbox }: OpenedStore, count: number): string[] {
  const rows = new OutboxRows(outbox.db, USER);
  return Array.from({ length: count }, () => {
    const id = uuidv7();
    const data = adjustment(LEVEL, 1);
    const effect = EFFECTS.effectOf(
      { type: 'inventory.adjust', data },
      { userId: USER, userName: 'Ada', now: 1 },
    );
    rows.insert({
      id,
      type: 'inventory.adjust',
      subject: 'inventory:tea:shop',
      data: JSON.stringify(data),
      createdAt: 1,
      channel: 'inventory',
      effect,
    });
    return id;
  });
}

/** Applies the event of the `n`th command, counted from 1. */
export function applyOwn({ writer }: OpenedStore, id: string, n: number): void {
  const movement = makeMovement({ ...LEVEL, deltaOnHand: 1, onHandAfter: n });
  const data = { movements: [movement], reason: 'counted', reference: null };
  const seq = n + 3;
  writer.apply(batch(n + 1, seq - 1, [makeEvent('inventory.stock_adjusted', data, { seq, commandId: id })]));
}
