import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '#shared/domain/assignment.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { PERMISSIONS, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { TestEngine } from '../support/engine.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeUser } from '../support/make/user.ts';
import { cachedRows, compareProjections } from '../support/projections.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/wait.ts';
import { type ShiftedClock, shiftedWorkers } from '../support/workers.ts';

const HOUR = 3_600_000;
const TALKS = 40;
const ADA = makeUser({ username: 'ada', name: 'Ada', role: 'admin' });
const BEN = makeUser({ username: 'ben', name: 'Ben', role: 'agent' });

/** How far the world has gone on while no test time passed, ms. */
let slept = 0;
let clock: ShiftedClock;
let shop: TestGateway;
let line: TcpProxy;
let console_: TestEngine;

const now = (): number => Date.now() + slept;

async function token(): Promise<string> {
  const grant = await shop.gateway.auth.persona(ADA.username);
  if (!grant.ok) throw new Error(grant.error.message);
  return grant.value.accessToken;
}

async function as<T extends CommandType>(
  user: typeof ADA | null,
  type: T,
  data: CommandData<T>,
): Promise<void> {
  const actor =
    user === null
      ? ({ kind: 'system', id: 'system', name: 'System' } as const)
      : ({ kind: 'user', id: user.id, name: user.name } as const);
  const permissions = new Set(user === null ? PERMISSIONS : ROLE_PERMISSIONS[user.role]);
  const reply = await shop.gateway.executor.submit({ actor, permissions }, makeCommand(type, data));
  if (!reply.ok) throw new Error(`${type}: ${reply.error.message}`);
}

/** A customer writes, in a conversation of their own. */
async function write(n: number, body: string): Promise<void> {
  await shop.gateway.executor.run(
    {
      actor: { kind: 'customer', id: `customer-${n}`, name: `Customer ${n}` },
      permissions: new Set(PERMISSIONS),
    },
    now(),
    (context) =>
      context.dispatch('chat.send_message', {
        conversationId: `talk-${n}`,
        messageId: uuidv7(),
        kind: 'text',
        body,
      }),
  );
}

const agent = (): Agent | undefined =>
  cachedRows(console_.cacheFile(), 'assignment')
    .filter(({ kind }) => kind === 'agent')
    .map(({ row }) => row as Agent)
    .find(({ userId }) => userId === ADA.id);

async function isCurrent(): Promise<boolean> {
  if (console_.engine.status().state !== 'live') return false;
  const { cursors } = await console_.diagnostics();
  return Math.max(...Object.values(cursors)) === shop.gateway.log.head() && (await console_.hasAllHistory());
}

beforeEach(async () => {
  slept = 0;
  clock = shiftedWorkers();
  shop = await startTestGateway({}, { watermarkMs: 200, clock: { now } });
  line = await TcpProxy.to(Number(new URL(shop.url).port));
  await shop.gateway.executor.run(SYSTEM_PRINCIPAL, now(), (context) => {
    for (const user of [ADA, BEN]) context.write(addUser, newUser(user, null, context.now, true));
    for (let n = 0; n < TALKS; n += 1)
      context.dispatch('chat.open_conversation', {
        conversationId: `talk-${n}`,
        customer: { id: `customer-${n}`, name: `Customer ${n}`, email: null },
        subject: null,
        orderIds: [],
      });
  });
  console_ = new TestEngine({
    workers: clock.workers,
    clock: { ...systemClock, now: () => Date.now() + clock.shift() },
    token,
  });
  const account = { server: line.url, userId: ADA.id, userName: ADA.name, permissions: PERMISSIONS };
  expect(await console_.open(account)).toMatchObject({ ok: true });
  await console_.until('it is current', isCurrent);
});

afterEach(async () => {
  await console_.dispose();
  await line.close();
  await shop.stop();
});

describe('a console whose machine sleeps for an hour', () => {
  it('has exactly what the gateway has when it wakes, tells it in one notification, and makes nobody available', async () => {
    const roomId = uuidv7();
    await as(BEN, 'rooms.create', { roomId, kind: 'private', name: 'Desk', topic: '', memberIds: [ADA.id] });
    await as(ADA, 'assignment.set_availability', { state: 'online' });
    await console_.until('she is online', () => agent()?.state === 'online');
    await console_.until('it is current', isCurrent);
    const toasts = console_.watch('notifications.toasts');
    console_.forget();

    // The machine sleeps: what it reported on its way is all that the gateway hears, and the line is dead.
    await as(ADA, 'assignment.report_away', { cause: 'suspended' });
    line.cut();
    await console_.until('the line is dead', () => console_.engine.status().state !== 'live');
    for (let minute = 0; minute < 60; minute += 1) {
      slept += HOUR / 60;
      await write(minute % TALKS, `Where is my order? ${minute}`);
      if (minute === 10) await as(BEN, 'assignment.transfer', transferTo(ADA.id, 'talk-3'));
      if (minute === 20) await as(null, 'alerts.raise', alert('The door of the cold store is open'));
      if (minute === 30) await as(BEN, 'rooms.post', mention(roomId));
      if (minute === 40) await as(null, 'alerts.raise', alert('The till is offline'));
    }
    clock.set(slept);
    expect(toasts.flatMap(({ toasts }) => toasts)).toEqual([]);

    line.restore();
    console_.engine.wake();
    await console_.reconnect();
    await console_.until('it is current', isCurrent);
    for (const channel of CHANNELS) {
      const {
        gateway,
        console: cached,
        firstDifference,
      } = compareProjections(shop.gateway.config.databasePath, console_.cacheFile(), channel);
      expect({ channel, firstDifference, ...cached }).toEqual({ channel, firstDifference: null, ...gateway });
    }
    expect(console_.snapshots()).toEqual([]);

    await until('it is told', () => toasts.length > 0);
    // What would still come, comes after a live event.
    await as(BEN, 'rooms.post', {
      roomId,
      messageId: uuidv7(),
      body: 'Welcome back',
      mentions: [],
      shared: null,
    });
    await console_.until('the live message', () =>
      toasts.some(({ toasts }) => toasts.some(({ values }) => values?.['preview'] === 'Welcome back')),
    );
    const [summary, ...others] = toasts.flatMap(({ toasts }) => toasts);
    expect(summary).toMatchObject({ message: 'toast.caught_up_mine', about: 'me' });
    // Two alerts; 60 messages of customers and one in the room; hers: the assignment, the mention and two messages of talk 3.
    expect(summary?.values).toMatchObject({ alerts: 2, messages: 61 });
    expect(summary?.values?.['mine']).toBe(4);
    expect(others).toHaveLength(1);

    for (const text of ['cold store', 'till is offline', 'toast.room_mention', 'toast.assigned_by'])
      await console_.until(`the centre has: ${text}`, async () => (await centre()).includes(text));
    expect(agent()?.state).not.toBe('online');
    expect(agent()?.state).not.toBe('busy');
  }, 90_000);
});

/** The notification centre. */
async function centre(): Promise<string> {
  const read = await console_.engine.read('notifications.list', {
    after: null,
    limit: 100,
  });
  return JSON.stringify(read);
}

const alert = (message: string): CommandData<'alerts.raise'> => ({
  alertId: uuidv7(),
  severity: 'critical',
  message,
});
const transferTo = (id: string, conversationId: string): CommandData<'assignment.transfer'> => ({
  conversationId,
  to: { kind: 'person', id },
  messageId: uuidv7(),
  note: 'Yours, please',
  seenAssigneeId: null,
});
const mention = (roomId: string): CommandData<'rooms.post'> => ({
  roomId,
  messageId: uuidv7(),
  body: '@ada could you look at this?',
  mentions: [ADA.id],
  shared: null,
});
