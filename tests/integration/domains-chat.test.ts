import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, Message } from '#shared/domain/chat.ts';
import { markDelivered, markReadByCustomer, postCustomerMessage } from '../../src/gateway/chat/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { makeUser } from '../support/make/user.ts';

const shop = domainShopPerTest();
const { fresh, rows } = shop;
const AS_CUSTOMER: Principal = {
  actor: { kind: 'customer', id: 'c1', name: 'Cleo' },
  permissions: new Set(),
};

describe('chat', () => {
  const talk = (): Conversation | undefined => rows<Conversation>('chat', 'conversation')[0];
  const say = (body: string, messageId = fresh(), kind: 'text' | 'note' = 'text') =>
    shop.domains.refusal('chat.send_message', { conversationId: 'k', messageId, kind, body });
  const ask = (body: string, principal = AS_CUSTOMER) =>
    shop.domains.run(
      (context) => postCustomerMessage(context, { conversationId: 'k', messageId: fresh(), body }),
      principal,
    );

  beforeEach(() => {
    shop.domains.command('chat.open_conversation', {
      conversationId: 'k',
      customer: CUSTOMER,
      subject: 'Tea',
      orderIds: [],
    });
  });

  it('starts the wait with the customer and ends it with an answer, not with a note', () => {
    ask('Hello?');
    expect(talk()).toMatchObject({
      waitingSince: shop.domains.now,
      status: 'open',
      lastMessagePreview: 'Hello?',
    });
    expect(say('What do they want?', fresh(), 'note')).toBeNull();
    expect(talk()).toMatchObject({ waitingSince: shop.domains.now, lastMessagePreview: 'Hello?' });
    expect(say('Hello!')).toBeNull();
    expect(talk()?.waitingSince).toBeNull();
    const messages = rows<Message>('chat', 'message');
    expect(messages.map((m) => m.kind)).toEqual(['text', 'note', 'text']);
    const events = shop.domains.events();
    for (const message of messages) {
      expect(events.find((e) => e.seq === message.seq)?.type).toBe(
        message.kind === 'note' ? 'chat.note_added' : 'chat.message_sent',
      );
    }
  });

  it('refuses a reply to what was asked before others wrote, notes included, and sends it when it is meant', () => {
    ask('Is it in stock?');
    const seen = rows<Message>('chat', 'message').at(-1)?.seq ?? 0;
    const reply = (upTo: number) => ({
      conversationId: 'k',
      messageId: fresh(),
      kind: 'text' as const,
      body: 'Yes',
      seen: upTo,
    });
    shop.domains.now += 60_000;
    expect(shop.domains.refusal('chat.send_message', reply(seen))).toBeNull();
    // Its own author's messages are no news.
    expect(shop.domains.refusal('chat.send_message', reply(seen))).toBeNull();
    ask('Forget it, I have bought another');
    // Nobody could have read what was written at the same time.
    expect(shop.domains.refusal('chat.send_message', reply(seen))).toBeNull();
    shop.domains.now += 60_000;
    const late = reply(seen);
    expect(shop.domains.refusal('chat.send_message', late)).toMatchObject({
      code: 'expired',
      field: 'seen',
      why: { id: 'reply_outdated' },
      current: { author: { id: 'c1' } },
    });
    expect(rows<Message>('chat', 'message').map(({ id }) => id)).not.toContain(late.messageId);
    const { seen: _, ...meant } = late;
    expect(shop.domains.refusal('chat.send_message', meant)).toBeNull();
    const newest = rows<Message>('chat', 'message').at(-1)?.seq ?? 0;
    shop.domains.now += 60_000;
    expect(shop.domains.refusal('chat.send_message', reply(newest))).toBeNull();
  });

  it('stores no number of a card, whoever writes it', () => {
    ask('Charge 4242 4242 4242 4242');
    expect(say('Is it 5555555555554444?', fresh(), 'note')).toBeNull();
    expect(rows<Message>('chat', 'message').map(({ body }) => body)).toEqual([
      'Charge •••• •••• •••• 4242',
      'Is it ••••••••••••4444?',
    ]);
    expect(talk()?.lastMessagePreview).toBe('Charge •••• •••• •••• 4242');
    for (const table of ['events', 'messages', 'conversations'])
      expect(
        JSON.stringify([...shop.domains.sql.raw.prepare(`SELECT * FROM ${table}`).iterate()]),
      ).not.toMatch(/4242 4242 4242|5555555555/);
  });

  it('refuses what is too long, seen before or elsewhere', () => {
    expect(say('x'.repeat(101))).toMatchObject({ code: 'invalid', field: 'body' });
    expect(say('once', 'm1')).toBeNull();
    expect(say('again', 'm1')).toMatchObject({ code: 'conflict', field: 'messageId' });
    const elsewhere = { conversationId: 'z', messageId: fresh(), kind: 'text' as const, body: 'hi' };
    expect(shop.domains.refusal('chat.send_message', elsewhere)).toMatchObject({
      code: 'not_found',
      field: 'conversationId',
    });
  });

  it("keeps customers out of each other's conversations", () => {
    const stranger: Principal = {
      actor: { kind: 'customer', id: 'c2', name: 'Mal' },
      permissions: new Set(),
    };
    expect(() => ask('Let me in', stranger)).toThrow(/no such conversation/);
    expect(() => shop.domains.run((context) => markReadByCustomer(context, 'k', 99), stranger)).toThrow(
      /no such conversation/,
    );
  });

  it('moves receipts and read positions forward only, and never past the last message', () => {
    say('One');
    say('Two');
    const last = rows<Message>('chat', 'message').at(-1)?.seq ?? 0;
    shop.domains.run((context) => markDelivered(context, 'k', last - 1), AS_CUSTOMER);
    expect(talk()).toMatchObject({ customerDeliveredSeq: last - 1, customerReadSeq: 0 });
    shop.domains.run((context) => markReadByCustomer(context, 'k', last + 1000), AS_CUSTOMER);
    expect(talk()).toMatchObject({ customerDeliveredSeq: last, customerReadSeq: last });
    const head = shop.domains.head();
    shop.domains.run((context) => markReadByCustomer(context, 'k', 1), AS_CUSTOMER);
    shop.domains.command('chat.mark_read', { conversationId: 'k', upToSeq: 0 });
    expect(shop.domains.head()).toBe(head);
    shop.domains.command('chat.mark_read', { conversationId: 'k', upToSeq: last });
    expect(rows('chat', 'read_position')).toEqual([
      { conversationId: 'k', userId: 'u-manager', upToSeq: last },
    ]);
  });

  it('is snoozed, and awake again', () => {
    const both = () => ({
      gateway: talk(),
      events: foldEvents(shop.domains.events()).get('chat/conversation')?.get('k'),
    });
    const become = (status: Conversation['status']) =>
      shop.domains.command('chat.set_status', { conversationId: 'k', status });
    become('snoozed');
    expect(talk()).toMatchObject({ status: 'snoozed' });
    expect(both().events).toEqual(both().gateway);
    become('open');
    expect(talk()).toMatchObject({ status: 'open', snoozedUntil: null });
    become('snoozed');
    ask('Are you there?');
    expect(talk()).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(both().events).toEqual(both().gateway);
  });

  it('is assigned to members of the team, resolved, and opened again by its customer', () => {
    expect(shop.domains.refusal('chat.assign', { conversationId: 'k', assigneeId: 'nobody' })).toMatchObject({
      code: 'not_found',
    });
    const user = makeUser({ id: 'u2', username: 'ada', name: 'Ada' });
    shop.domains.command('admin.create_user', { user, password: 'long enough to do' });
    expect(shop.domains.command('chat.assign', { conversationId: 'k', assigneeId: 'u2' })).toEqual({
      assigneeName: 'Ada',
    });
    ask('Hello?');
    shop.domains.command('chat.set_status', { conversationId: 'k', status: 'resolved' });
    expect(talk()).toMatchObject({ status: 'resolved', waitingSince: null, assigneeName: 'Ada' });
    ask('One more thing');
    expect(talk()).toMatchObject({ status: 'open', waitingSince: shop.domains.now });
  });
});
