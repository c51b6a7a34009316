import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { afterChange, type Conversation, type ConversationChange, PRIORITIES } from '#shared/domain/chat.ts';
import { CUSTOMER, domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';

const shop = domainShopPerTest();
const HOUR = 3_600_000;

const talk = (id = 'k'): Conversation | undefined =>
  shop.rows<Conversation>('chat', 'conversation').find((conversation) => conversation.id === id);
const open = (conversationId: string): void => {
  shop.domains.command('chat.open_conversation', {
    conversationId,
    customer: CUSTOMER,
    subject: null,
    orderIds: [],
  });
};
const snooze = (until: number | null, itemId: string | null = null) =>
  shop.domains.refusal('chat.snooze', { conversationId: 'k', until, itemId });

beforeEach(() => open('k'));

describe('a snoozed conversation', () => {
  it('opens at its time, to the millisecond', () => {
    const until = shop.domains.now + HOUR;
    expect(snooze(until)).toBeNull();
    expect(talk()).toMatchObject({ status: 'snoozed', snoozedUntil: until });
    shop.domains.now = until - 1;
    expect(shop.domains.sweep()).toBe(until);
    expect(talk()?.status).toBe('snoozed');
    shop.domains.now = until;
    shop.domains.sweep();
    expect(talk()).toMatchObject({ status: 'open', snoozedUntil: null });
  });

  it('opens when its item is back in stock, and not before', () => {
    shop.stock(2);
    expect(snooze(null, TEA.itemId)).toMatchObject({ code: 'conflict', field: 'itemId' });
    shop.reserve('r1', 2);
    expect(snooze(null, TEA.itemId)).toBeNull();
    expect(talk()).toMatchObject({ status: 'snoozed', snoozedItemId: TEA.itemId });
    // A change of stock that leaves none available.
    shop.domains.refusal('inventory.adjust', {
      ...TEA,
      change: { mode: 'delta', quantity: -2 },
      reason: 'broken',
      reference: null,
    });
    expect(talk()?.status).toBe('snoozed');
    shop.domains.command('inventory.release', { reservationId: 'r1', reason: 'changed' });
    expect(talk()).toMatchObject({ status: 'open', snoozedItemId: null });
  });

  it('is refused for the past, for an unknown item and an unknown conversation', () => {
    expect(snooze(shop.domains.now)).toMatchObject({ code: 'invalid', field: 'until' });
    expect(snooze(null, 'nothing')).toMatchObject({ code: 'not_found', field: 'itemId' });
    expect(
      shop.domains.refusal('chat.snooze', { conversationId: 'z', until: null, itemId: null }),
    ).toMatchObject({ code: 'not_found', field: 'conversationId' });
    expect(talk()?.status).toBe('open');
  });
});

describe('labels', () => {
  it('of two people who label at once are all kept, in lower case and each once', () => {
    const label = (add: string[], remove: string[] = []): void => {
      shop.domains.command('chat.set_labels', { conversationId: 'k', add, remove });
    };
    label([' VIP ', 'returns']);
    label(['billing', 'vip']);
    label([], ['returns']);
    expect(talk()?.labels).toEqual(['billing', 'vip']);
    const head = shop.domains.head();
    label(['vip']);
    expect(shop.domains.head()).toBe(head);
  });

  it('are at most twenty', () => {
    const add = Array.from({ length: 15 }, (_, n) => `label ${n}`);
    shop.domains.command('chat.set_labels', { conversationId: 'k', add, remove: [] });
    const more = Array.from({ length: 6 }, (_, n) => `more ${n}`);
    expect(
      shop.domains.refusal('chat.set_labels', { conversationId: 'k', add: more, remove: [] }),
    ).toMatchObject({ code: 'invalid', field: 'add' });
    expect(talk()?.labels).toHaveLength(15);
  });
});

describe('a change of many conversations', () => {
  const change = (conversationIds: string[], made: ConversationChange) =>
    shop.domains.command('chat.change_many', { conversationIds, change: made });

  it('changes each once and leaves out what is gone or is so already', () => {
    open('l');
    expect(change(['k', 'l', 'k', 'gone'], { kind: 'priority', priority: 'urgent' })).toEqual({ changed: 2 });
    expect(change(['k', 'l'], { kind: 'priority', priority: 'urgent' })).toEqual({ changed: 0 });
    expect([talk('k')?.priority, talk('l')?.priority]).toEqual(['urgent', 'urgent']);
  });

  it('makes what the console shows before the answer, and what its events say', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const made: fc.Arbitrary<ConversationChange> = fc.oneof(
      fc.record({
        kind: fc.constant('status' as const),
        status: fc.constantFrom('open' as const, 'pending' as const, 'resolved' as const),
      }),
      fc.record({ kind: fc.constant('priority' as const), priority: fc.constantFrom(...PRIORITIES) }),
      fc.record({
        kind: fc.constant('labels' as const),
        add: fc.uniqueArray(label),
        remove: fc.uniqueArray(label),
      }),
      fc.record({
        kind: fc.constant('snooze' as const),
        until: fc.constantFrom(null, 4e12),
        itemId: fc.constantFrom(null, 'mug'),
      }),
      fc.record({ kind: fc.constant('assignee' as const), assigneeId: fc.constant(null) }),
    );
    fc.assert(
      fc.property(fc.array(made, { maxLength: 8 }), (changes) => {
        for (const one of changes) {
          const before = talk();
          if (!before) throw new Error('no conversation');
          change(['k'], one);
          // Promised times follow, and are not forecast.
          expect({ ...talk(), clocks: null }).toEqual({ ...afterChange(before, one), clocks: null });
        }
        expect(foldEvents(shop.domains.events()).get('chat/conversation')?.get('k')).toEqual(talk());
      }),
      { numRuns: 40 },
    );
  });
});
