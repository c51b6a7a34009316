import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '#shared/protocol/envelope.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';

const ROUNDS = 500;
const BURST = 1000;
const STOCK = 300;
const LOCATION = 'race-store';

interface MovementRow {
  readonly seq: number;
  readonly delta_on_hand: number;
  readonly delta_committed: number;
  readonly delta_unavailable: number;
  readonly on_hand_after: number;
  readonly committed_after: number;
  readonly unavailable_after: number;
}

let on: TestGateway;
let left: TestClient;
let right: TestClient;

/** Makes an item with so many units at the location. */
async function stock(itemId: string, units: number): Promise<void> {
  const item = makeItem({ id: itemId });
  expect(await left.command('inventory.create_item', { item })).toMatchObject({ ok: true });
  expect(
    await left.command('inventory.receive', {
      itemId,
      locationId: LOCATION,
      quantity: units,
      reference: null,
    }),
  ).toMatchObject({ ok: true });
}

const take = (client: TestClient, itemId: string): Promise<Reply> =>
  client.command('inventory.adjust', {
    itemId,
    locationId: LOCATION,
    change: { mode: 'delta', quantity: -1 },
    reason: 'race',
    reference: null,
  });

const reserve = (client: TestClient, itemId: string): Promise<Reply> =>
  client.command('inventory.reserve', {
    reservationId: uuidv7(),
    itemId,
    locationId: LOCATION,
    quantity: 1,
    orderId: null,
    expiresAt: null,
  });

/** Counts replies by outcome; every refusal must say that stock was short and what was left. */
function outcomes(replies: readonly Reply[]): { readonly won: number; readonly lost: number } {
  let won = 0;
  for (const reply of replies) {
    if (reply.ok) won += 1;
    else expect(reply.error).toMatchObject({ code: 'insufficient_stock', available: 0 });
  }
  return { won, lost: replies.length - won };
}

/** The item's ledger, and its level as the projection holds it. */
function ledger(itemId: string): {
  readonly movements: MovementRow[];
  readonly level: Record<string, number>;
} {
  const sql = on.gateway.readSql;
  const movements = sql
    .prepare<[string], MovementRow>(
      'SELECT m.* FROM movements m JOIN levels l ON l.id = m.level_id WHERE l.item_id = ? ORDER BY m.seq, m.n',
    )
    .all(itemId);
  const level = sql
    .prepare<[string], Record<string, number>>(
      'SELECT on_hand, committed, unavailable FROM levels WHERE item_id = ?',
    )
    .get(itemId);
  if (!level) throw new Error(`no level of ${itemId}`);
  return { movements, level };
}

/** Never below zero after any movement, each line follows from the one before, and the sums are the level. */
function expectSound(itemId: string): void {
  const { movements, level } = ledger(itemId);
  const sum = { on_hand: 0, committed: 0, unavailable: 0 };
  for (const m of movements) {
    sum.on_hand += m.delta_on_hand;
    sum.committed += m.delta_committed;
    sum.unavailable += m.delta_unavailable;
    expect({
      on_hand: m.on_hand_after,
      committed: m.committed_after,
      unavailable: m.unavailable_after,
    }).toEqual(sum);
    expect(m.on_hand_after - m.committed_after - m.unavailable_after).toBeGreaterThanOrEqual(0);
    expect(m.on_hand_after).toBeGreaterThanOrEqual(0);
  }
  expect(level).toEqual(sum);
}

beforeAll(async () => {
  const plenty = { RATE_LIMIT_MESSAGES_PER_SECOND: '1000000', RATE_LIMIT_COMMANDS_PER_SECOND: '1000000' };
  on = await startTestGateway(plenty);
  const open = async (): Promise<TestClient> => {
    const client = new TestClient(on.url, handshake(await on.token('manager')));
    await client.untilReceived('welcome');
    return client;
  };
  left = await open();
  right = await open();
  const location = makeLocation({ id: LOCATION });
  expect(await left.command('inventory.create_location', { location })).toMatchObject({ ok: true });
});

afterAll(async () => {
  left?.close();
  right?.close();
  await on?.stop();
});

describe('two clients and the last unit', () => {
  it(`take it ${ROUNDS} times at once: one gets it, the other is told that none is left`, async () => {
    await stock('last-unit', 1);
    const winners = { left: 0, right: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const racers = round % 2 === 0 ? [left, right] : [right, left];
      const replies = await Promise.all(racers.map((client) => take(client, 'last-unit')));
      expect(outcomes(replies)).toEqual({ won: 1, lost: 1 });
      const first = replies[0]?.ok === true;
      winners[first === (racers[0] === left) ? 'left' : 'right'] += 1;
      const again = { itemId: 'last-unit', locationId: LOCATION, quantity: 1, reference: null };
      if (round < ROUNDS - 1)
        expect(await left.command('inventory.receive', again)).toMatchObject({ ok: true });
    }
    expect(winners.left + winners.right).toBe(ROUNDS);
    // Whoever came first won, so over the rounds both did: the race was one.
    expect(Math.min(winners.left, winners.right)).toBeGreaterThan(0);
    expectSound('last-unit');
    expect(ledger('last-unit').level).toEqual({ on_hand: 0, committed: 0, unavailable: 0 });
  });

  it('one takes it while the other reserves it: never both', async () => {
    await stock('last-promise', 1);
    let reserved = 0;
    for (let round = 0; round < ROUNDS / 5; round += 1) {
      const both =
        round % 2 === 0
          ? [take(left, 'last-promise'), reserve(right, 'last-promise')]
          : [reserve(left, 'last-promise'), take(right, 'last-promise')];
      const replies = await Promise.all(both);
      expect(outcomes(replies)).toEqual({ won: 1, lost: 1 });
      const { level } = ledger('last-promise');
      if (level['committed'] !== reserved) reserved += 1;
      expect(level).toEqual({ on_hand: reserved, committed: reserved, unavailable: 0 });
      const again = { itemId: 'last-promise', locationId: LOCATION, quantity: 1, reference: null };
      expect(await left.command('inventory.receive', again)).toMatchObject({ ok: true });
    }
    expectSound('last-promise');
  });

  it(`send ${BURST} decrements and as many reservations at a stock of ${STOCK}, all at once: ${STOCK} succeed`, async () => {
    await stock('burst', STOCK);
    const replies = await Promise.all(
      Array.from({ length: BURST }, (_, n) => {
        const client = n % 2 === 0 ? left : right;
        return [take(client, 'burst'), reserve(client, 'burst')];
      }).flat(),
    );
    expect(outcomes(replies)).toEqual({ won: STOCK, lost: BURST * 2 - STOCK });
    expectSound('burst');
    const { level, movements } = ledger('burst');
    expect(movements).toHaveLength(STOCK + 1);
    expect((level['on_hand'] ?? -1) - (level['committed'] ?? 0)).toBe(0);
    const active = on.gateway.readSql
      .prepare<[string], { n: number }>(
        "SELECT count(*) AS n FROM reservations WHERE item_id = ? AND status = 'active'",
      )
      .get('burst');
    expect(active?.n).toBe(level['committed']);
  });

  it('sent twice with one id, a decrement takes one', async () => {
    await stock('twice', 2);
    const envelope = makeCommand('inventory.adjust', {
      itemId: 'twice',
      locationId: LOCATION,
      change: { mode: 'delta', quantity: -1 },
      reason: 'race',
      reference: null,
    });
    // The same person on two connections, as a console that reconnected while its first command was under way.
    const token = await on.token('manager');
    const pair = [new TestClient(on.url, handshake(token)), new TestClient(on.url, handshake(token))];
    await Promise.all(pair.map((client) => client.untilReceived('welcome')));
    const replies = await Promise.all(Array.from({ length: 40 }, (_, n) => pair[n % 2]?.submit(envelope)));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]).toMatchObject({ ok: true });
    for (const client of pair) client.close();
    expect(ledger('twice').level['on_hand']).toBe(1);
    expectSound('twice');
  });
});
