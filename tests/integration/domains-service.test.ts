import { describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/domain/chat.ts';
import type { ServiceFact } from '#shared/domain/reports.ts';
import { ALWAYS_OPEN } from '#shared/domain/service-hours.ts';
import { clockState, defaultRules, type ServiceRules } from '#shared/domain/service-levels.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { postCustomerMessage } from '../../src/gateway/chat/index.ts';
import { CommandError, type Principal } from '../../src/gateway/kernel.ts';
import { rateConversation } from '../../src/gateway/service/index.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';
import { MANAGER } from '../support/gateway-domains.ts';

const shop = domainShopPerTest();
const customer: Principal = { actor: { kind: 'customer', id: 'c1', name: 'Cleo' }, permissions: new Set() };
const { targets } = defaultRules('UTC');
const TARGETS = { ...targets, none: { firstReply: 60, nextReply: 30, resolution: 240 } };
const urgent = { firstReply: 10, nextReply: 10, resolution: 60 };

const set = (change: Partial<Pick<ServiceRules, 'hours' | 'targets'>> = {}, seen = 0) =>
  shop.domains.command('service.save_rules', {
    hours: ALWAYS_OPEN,
    holidays: [],
    targets: TARGETS,
    seen,
    ...change,
  });
const asks = (conversationId: string, isNew = true): void => {
  if (isNew)
    shop.domains.command(
      'chat.open_conversation',
      { conversationId, customer: CUSTOMER, subject: null, orderIds: [] },
      customer,
    );
  shop.domains.run(
    (context) => postCustomerMessage(context, { conversationId, messageId: shop.fresh(), body: 'Hello?' }),
    customer,
  );
};
const reply = (conversationId: string): void =>
  void shop.domains.command('chat.send_message', {
    conversationId,
    messageId: shop.fresh(),
    kind: 'text',
    body: 'Hi',
  });
const conversation = (id: string): Conversation | undefined =>
  shop.rows<Conversation>('chat', 'conversation').find((row) => row.id === id);
const clocks = (id: string) => conversation(id)?.clocks ?? null;
const pass = (minutes: number): void => {
  shop.domains.now += minutes * MINUTE_MS;
};
const told = (): string[] =>
  shop.domains
    .events()
    .filter(({ type }) => type === 'chat.clock_warned' || type === 'chat.clock_breached')
    .map(({ type, data }) => `${type.slice(11)} ${(data as EventData<'chat.clock_warned'>).kind}`);

describe('the clocks of conversations', () => {
  it('run from the first message to the reply, and warn and break once each', () => {
    set();
    asks('a');
    const start = shop.domains.now;
    expect(clocks('a')?.reply).toMatchObject({
      kind: 'first_reply',
      warnAt: start + 45 * MINUTE_MS,
      dueAt: start + HOUR_MS,
    });
    pass(44);
    expect(shop.domains.sweep()).toBe(start + 45 * MINUTE_MS);
    expect(told()).toEqual([]);
    pass(1);
    shop.domains.sweep();
    shop.domains.sweep();
    expect(told()).toEqual(['warned first_reply']);
    pass(15);
    // What people see does not wait for the sweep.
    expect(clockState(clocks('a')?.reply ?? null, shop.domains.now)).toBe('breached');
    shop.domains.sweep();
    shop.domains.sweep();
    expect(told()).toEqual(['warned first_reply', 'breached first_reply']);
    reply('a');
    expect(clocks('a')?.reply).toBeNull();
    asks('a', false);
    expect(clocks('a')?.reply).toMatchObject({
      kind: 'next_reply',
      dueAt: shop.domains.now + 30 * MINUTE_MS,
    });
  });

  it('stand still while pending, and run on while snoozed', () => {
    set();
    asks('a');
    reply('a');
    pass(60);
    shop.domains.command('chat.set_status', { conversationId: 'a', status: 'pending' });
    expect(clocks('a')?.resolution).toMatchObject({ dueAt: null, usedMs: HOUR_MS });
    pass(600);
    shop.domains.command('chat.set_status', { conversationId: 'a', status: 'open' });
    const dueAt = shop.domains.now + 3 * HOUR_MS;
    expect(clocks('a')?.resolution).toMatchObject({ dueAt });
    shop.domains.command('chat.snooze', {
      conversationId: 'a',
      until: shop.domains.now + HOUR_MS,
      itemId: null,
    });
    expect(clocks('a')?.resolution).toMatchObject({ dueAt });
    shop.domains.command('chat.set_status', { conversationId: 'a', status: 'resolved' });
    expect(clocks('a')).toMatchObject({ reply: null, resolution: null, resolvedAt: shop.domains.now });
  });

  it('follow the priority, and other rules a slice at a time, while what has ended stays', () => {
    set();
    for (let n = 0; n < 230; n += 1) asks(`c${n}`);
    shop.domains.command('chat.set_status', { conversationId: 'c0', status: 'resolved' });
    while (shop.domains.sweep() === 0);
    const ended = clocks('c0');
    const start = shop.domains.now;
    shop.domains.command('chat.set_priority', { conversationId: 'c1', priority: 'urgent' });
    pass(5);
    expect(set({ targets: { ...TARGETS, urgent, none: { ...TARGETS.none, firstReply: 20 } } }, 1)).toEqual({
      version: 2,
    });
    const slices = [0, 0, 0].map(() => shop.domains.sweep() === 0);
    expect(slices).toEqual([true, true, false]);
    const due = shop
      .rows<Conversation>('chat', 'conversation')
      .filter(({ id }) => id !== 'c0')
      .map(({ id, clocks: found }) => [id === 'c1', found?.reply?.dueAt]);
    expect(new Set(due.map(String))).toEqual(
      new Set([`true,${start + 10 * MINUTE_MS}`, `false,${start + 20 * MINUTE_MS}`]),
    );
    expect(clocks('c0')).toEqual(ended);
  });

  it('follow the time zone of the workspace', () => {
    set({ hours: defaultRules('UTC').hours });
    shop.domains.command('admin.set_setting', { setting: { key: 'time_zone', value: 'Asia/Tokyo' } });
    const [rules] = shop.rows<ServiceRules>('service', 'service_rules');
    expect(rules).toMatchObject({ timeZone: 'Asia/Tokyo', version: 2 });
    // Monday, nine in the morning in London: the shop in Tokyo closes at five, an hour before.
    asks('a');
    expect(clocks('a')?.reply?.dueAt).toBe(Date.UTC(2026, 0, 6, 1));
  });
});

describe('the rules of service levels', () => {
  it('are changed by managers, and not unseen', () => {
    const agent: Principal = { ...MANAGER, permissions: new Set(ROLE_PERMISSIONS.agent) };
    expect(agent.permissions.has('service:manage')).toBe(false);
    set();
    const again = { hours: ALWAYS_OPEN, holidays: [], targets, seen: 0 };
    expect(shop.domains.refusal('service.save_rules', again)).toMatchObject({
      code: 'conflict',
      field: 'seen',
      why: { id: 'service_changed', values: { name: 'Mara' } },
      current: { version: 1, targets: TARGETS },
    });
  });
});

describe('the rating of a resolution', () => {
  const rate = (score: number, by = customer, comment: string | null = null): string | null => {
    try {
      shop.domains.run((context) => rateConversation(context, 'a', { score, comment }), by);
      return null;
    } catch (error) {
      return error instanceof CommandError ? error.error.code : String(error);
    }
  };
  const ratings = (): (number | null)[] =>
    shop
      .rows<ServiceFact>('reports', 'service_fact')
      .filter(({ kind }) => kind === 'rating')
      .map(({ score }) => score);

  it('is given once for each resolution by its customer, and changed for a while', () => {
    set();
    asks('a');
    reply('a');
    expect(rate(5)).toBe('conflict');
    const resolve = () =>
      shop.domains.command('chat.set_status', { conversationId: 'a', status: 'resolved' });
    resolve();
    expect(rate(1, { ...customer, actor: { ...customer.actor, id: 'somebody' } })).toBe('not_found');
    expect(rate(2, customer, 'Too slow')).toBeNull();
    expect(rate(4)).toBeNull();
    const events = shop.domains.head();
    expect(rate(4)).toBeNull();
    expect(shop.domains.head()).toBe(events);
    expect(conversation('a')?.rating).toMatchObject({ score: 4, comment: null });
    expect(ratings()).toEqual([4]);
    // Another resolution is rated anew.
    asks('a', false);
    expect(rate(1)).toBe('conflict');
    pass(5);
    resolve();
    expect(rate(1)).toBeNull();
    expect(ratings().toSorted()).toEqual([1, 4]);
    pass(8 * 24 * 60);
    expect(rate(5)).toBe('conflict');
  });
});
