import { describe, expect, it } from 'vitest';
import type { MessageTally, ServiceFact } from '#shared/domain/reports.ts';
import { ALWAYS_OPEN } from '#shared/domain/service-hours.ts';
import { defaultRules } from '#shared/domain/service-levels.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { postCustomerMessage } from '../../src/gateway/chat/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';
import { MANAGER } from '../support/gateway-domains.ts';

const shop = domainShopPerTest();
const customer: Principal = { actor: { kind: 'customer', id: 'c1', name: 'Cleo' }, permissions: new Set() };
const { targets } = defaultRules('UTC');
const promise = { ...targets, none: { firstReply: 60, nextReply: 30, resolution: 240 } };

const facts = (): ServiceFact[] =>
  shop.rows<ServiceFact>('reports', 'service_fact').toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
const tallies = (): MessageTally[] => shop.rows<MessageTally>('reports', 'message_tally');
const pass = (minutes: number): void => {
  shop.domains.now += minutes * MINUTE_MS;
};
const asks = (): void =>
  void shop.domains.run(
    (context) =>
      postCustomerMessage(context, { conversationId: 'a', messageId: shop.fresh(), body: 'Hello?' }),
    customer,
  );
const does = {
  open: () =>
    shop.domains.command(
      'chat.open_conversation',
      { conversationId: 'a', customer: CUSTOMER, subject: null, orderIds: [] },
      customer,
    ),
  reply: () =>
    shop.domains.command('chat.send_message', {
      ...{ conversationId: 'a', messageId: shop.fresh(), kind: 'text', body: 'Hi' },
    }),
  label: (label: string) =>
    shop.domains.command('chat.set_labels', { conversationId: 'a', add: [label], remove: [] }),
  resolve: () => shop.domains.command('chat.set_status', { conversationId: 'a', status: 'resolved' }),
};

describe('the facts of reports', () => {
  it('are written down with who and what for, when they happen', () => {
    shop.domains.command('service.save_rules', {
      hours: ALWAYS_OPEN,
      holidays: [],
      targets: promise,
      seen: 0,
    });
    const start = shop.domains.now;
    does.open();
    asks();
    does.label('late');
    pass(20);
    does.reply();
    asks();
    pass(40);
    does.reply();
    pass(10);
    does.label('refund');
    does.resolve();
    const [agentId, minute] = [MANAGER.actor.id, MINUTE_MS];
    expect(facts()).toMatchObject([
      // What was opened follows the conversation; the rest stays as it was.
      { kind: 'opened', at: start, agentId: null, labels: ['late', 'refund'], businessMs: null },
      {
        kind: 'first_reply',
        at: start + 20 * minute,
        agentId,
        labels: ['late'],
        businessMs: 20 * minute,
        kept: true,
      },
      { kind: 'next_reply', at: start + 60 * minute, agentId, businessMs: 40 * minute, kept: false },
      {
        kind: 'resolution',
        at: start + 70 * minute,
        agentId,
        labels: ['late', 'refund'],
        calendarMs: 70 * minute,
        kept: true,
      },
    ]);
  });

  it('count each message once, by day, agent, team, label and channel, whenever the sweep runs', () => {
    does.open();
    for (let n = 0; n < 60; n += 1) asks();
    shop.domains.sweep();
    does.label('late');
    does.reply();
    for (let n = 0; n < 3; n += 1) shop.domains.sweep();
    const day = '2026-01-05';
    expect(tallies().toSorted((a, b) => (a.by + a.key < b.by + b.key ? -1 : 1))).toEqual([
      { day, by: 'agent', key: '', received: 60, sent: 0 },
      { day, by: 'agent', key: MANAGER.actor.id, received: 0, sent: 1 },
      { day, by: 'all', key: '', received: 60, sent: 1 },
      { day, by: 'channel', key: 'widget', received: 60, sent: 1 },
      { day, by: 'label', key: '', received: expect.any(Number), sent: 0 },
      { day, by: 'label', key: 'late', received: expect.any(Number), sent: 1 },
      { day, by: 'team', key: '', received: 60, sent: 1 },
    ]);
  });
});
