import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '#shared/domain/admin.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { executeStorage, SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { adjustment, makeCommand } from '../support/make/command.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';

const DAY_MS = 86_400_000;
const PLACE = { itemId: uuidv7(), locationId: uuidv7() };

let on: TestGateway;
let now: number;
const clients: TestClient[] = [];

/** The two ways to a gateway's commands. */
const WAYS = {
  socket: async (name: 'command' | 'withdraw', envelope: unknown, token: string): Promise<Reply> => {
    const client = new TestClient(on.url, handshake(token));
    clients.push(client);
    await client.untilReceived('welcome');
    return Reply.parse(await client.socket.timeout(20_000).emitWithAck(name, envelope));
  },
  rest: async (name: 'command' | 'withdraw', envelope: unknown, token: string): Promise<Reply> => {
    const path = name === 'command' ? '/api/v1/commands' : '/api/v1/commands/withdraw';
    const response = await fetch(`${on.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(envelope),
    });
    return Reply.parse(await response.json());
  },
} as const;

/** Creates a user. Returns a function that signs the user in and resolves with an access token. */
async function someone(role: Role): Promise<() => Promise<string>> {
  const user = makeUser({ role });
  await on.gateway.executor.run(SYSTEM_PRINCIPAL, now, (context) =>
    context.write(addUser, newUser(user, null, now, true)),
  );
  return async () => {
    const grant = await on.gateway.auth.persona(user.username);
    if (!grant.ok) throw new Error(grant.error.message);
    return grant.value.accessToken;
  };
}

const onHand = (): number | undefined =>
  on.gateway.sql
    .prepare<[string], { on_hand: number }>('SELECT on_hand FROM levels WHERE item_id = ?')
    .get(PLACE.itemId)?.on_hand;

/** Deletes what a gateway that ran until now would have deleted. */
async function prune(): Promise<void> {
  for (const task of executeStorage.retention ?? [])
    await on.gateway.executor.run(SYSTEM_PRINCIPAL, now, (context) => {
      while (task(context));
    });
}

beforeEach(async () => {
  now = Date.now();
  on = await startTestGateway({}, { clock: { now: () => now } });
  const token = await (await someone('admin'))();
  const { itemId, locationId } = PLACE;
  const commands = [
    makeCommand('inventory.create_location', { location: makeLocation({ id: locationId, name: 'Shop' }) }),
    makeCommand('inventory.create_item', { item: makeItem({ id: itemId, sku: 'CH-1', name: 'Chair' }) }),
  ];
  for (const command of commands)
    expect(await WAYS.rest('command', command, token)).toMatchObject({ ok: true });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

describe.each(Object.entries(WAYS))('a command id over %s', (_way, send) => {
  it('is answered with its reply for seven days, then refused, and never run twice', async () => {
    const start = now;
    const command = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    // Made by a clock that is ahead: its days end later.
    const ahead = makeCommand('inventory.adjust', adjustment(PLACE, 100), {
      id: uuidv7({ msecs: now + DAY_MS - 60_000 }),
    });
    const token = await someone('admin');
    const first = await send('command', command, await token());
    const second = await send('command', ahead, await token());
    expect([first.ok, second.ok, onHand()]).toEqual([true, true, 110]);
    for (const days of [6.9, 7.1, 7.9, 8.1, 9, 400]) {
      now = start + days * DAY_MS;
      await prune();
      const later = await token();
      const replies = [await send('command', command, later), await send('command', ahead, later)];
      // While the gateway still has the reply, it may also answer an older id.
      expect(replies[0]).toEqual(days < 8 ? first : expect.objectContaining({ ok: false }));
      expect(replies[1]).toEqual(days < 9 ? second : expect.objectContaining({ ok: false }));
      for (const reply of replies)
        if (!reply.ok) expect(reply.error).toMatchObject({ code: 'expired', field: 'id' });
      expect(onHand()).toBe(110);
    }
  });

  it('never runs twice although the clock was ahead for a while and replies were deleted', async () => {
    const start = now;
    const token = await (await someone('admin'))();
    const command = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    const withdrawn = makeCommand('inventory.adjust', adjustment(PLACE, 100));
    expect(await send('command', command, token)).toMatchObject({ ok: true });
    expect(await send('withdraw', withdrawn, token)).toMatchObject({ error: { code: 'withdrawn' } });
    now = start + 9 * DAY_MS;
    await prune();
    now = start + 60_000;
    for (const sent of [command, withdrawn])
      expect(await send('command', sent, token)).toMatchObject({ error: { code: 'expired', field: 'id' } });
    // What was made afterwards is certainly new.
    const later = makeCommand('inventory.adjust', adjustment(PLACE, 1), { id: uuidv7({ msecs: now }) });
    expect(await send('command', later, token)).toMatchObject({ ok: true });
    expect(onHand()).toBe(11);
  });

  it('is refused as invalid if it is more than a day ahead of the gateway', async () => {
    const id = uuidv7({ msecs: now + DAY_MS + 60_000 });
    const command = makeCommand('inventory.adjust', adjustment(PLACE, 10), { id });
    const token = await someone('admin');
    const refused = { ok: false, id, error: { code: 'invalid', field: 'id' } };
    expect(await send('command', command, await token())).toMatchObject(refused);
    expect(onHand() ?? 0).toBe(0);
    // Nothing was stored under the id: once the time has come, it is an id like any other.
    now += 120_000;
    expect(await send('command', command, await token())).toMatchObject({ ok: true });
  });

  it('never runs once it was withdrawn, however late the command arrives', async () => {
    const token = await someone('admin');
    const command = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    const withdrawn = { ok: false, id: command.id, error: { code: 'withdrawn' } };
    expect(await send('withdraw', command, await token())).toMatchObject(withdrawn);
    expect(await send('withdraw', command, await token())).toMatchObject(withdrawn);
    for (const days of [0, 6.9, 8.1]) {
      now += days * DAY_MS;
      await prune();
      const late = await send('command', command, await token());
      expect(late).toMatchObject({ ok: false, error: { code: days > 8 ? 'expired' : 'withdrawn' } });
    }
    expect(onHand() ?? 0).toBe(0);
  });

  it('is answered with its reply if it ran before it was withdrawn', async () => {
    const token = await (await someone('admin'))();
    const done = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    const first = await send('command', done, token);
    expect(await send('withdraw', done, token)).toEqual(first);
    const no = makeCommand('inventory.adjust', adjustment(PLACE, -1_000));
    const refused = await send('command', no, token);
    expect(refused).toMatchObject({ ok: false, error: { code: 'insufficient_stock' } });
    expect(await send('withdraw', no, token)).toEqual(refused);
    expect(onHand()).toBe(10);
  });

  it('is withdrawn by its author only, with any role', async () => {
    const author = await (await someone('manager'))();
    const other = await (await someone('admin'))();
    const command = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    const conflict = { ok: false, error: { code: 'idempotency_conflict', field: 'id' } };
    expect(await send('command', command, author)).toMatchObject({ ok: true });
    expect(await send('withdraw', command, other)).toMatchObject(conflict);
    const changed = { ...command, data: adjustment(PLACE, 11) };
    expect(await send('withdraw', changed, author)).toMatchObject(conflict);
    const viewer = await (await someone('viewer'))();
    const own = makeCommand('inventory.adjust', adjustment(PLACE, 10));
    expect(await send('withdraw', own, viewer)).toMatchObject({ error: { code: 'withdrawn' } });
    expect(await send('withdraw', { ...own, type: 'no.such' }, viewer)).toMatchObject({
      error: { code: 'invalid', field: 'type' },
    });
  });
});
