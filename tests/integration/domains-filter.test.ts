import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/domain/chat.ts';
import { ALL_DAYS, DEFAULT_FILTER, type FilterTally, TALLY_DAYS } from '#shared/domain/filter.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { readMessage } from '../../src/gateway/chat/index.ts';
import { forgetVisitors } from '../../src/gateway/filter/slow.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { rateConversation } from '../../src/gateway/service/index.ts';
import { type Posted, postMessage } from '../../src/gateway/widget/messages.ts';
import type { Visitor } from '../../src/gateway/widget/visitor.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';

const shop = domainShopPerTest({ CHAT_MAX_MESSAGE_LENGTH: '1000' });
const customer: Principal = { actor: { kind: 'customer', id: 'c1', name: 'Cleo' }, permissions: new Set() };
const visitor: Visitor = {
  ...{ conversationId: 'talk', browserId: 'b1', customer: CUSTOMER, orderIds: [], subject: null },
  claims: { emailVerified: false, unverifiedOrder: null },
};

const { words: _, ...usual } = { ...DEFAULT_FILTER, flood: { messages: 3, seconds: 10 }, repeatSeconds: 30 };
const save = (words: string[], seen = 0, change: object = {}) =>
  shop.domains.command('filter.save_rules', {
    ...{ words, flood: usual.flood, repeatSeconds: usual.repeatSeconds, seen },
    ...change,
  });
const send = (body: string, messageId = shop.fresh(), as = visitor): Posted =>
  shop.domains.run((context) => postMessage(context, as, { messageId, body }), {
    ...customer,
    actor: { kind: 'customer', id: as.customer.id, name: as.customer.name },
  });
const reply = (body: string, kind: 'text' | 'note' = 'text'): string => {
  const messageId = shop.fresh();
  shop.domains.command('chat.send_message', { conversationId: 'talk', messageId, kind, body });
  return messageId;
};
const stored = (messageId: string): Message | undefined => readMessage(shop.domains.sql, messageId);
const tallies = (): FilterTally[] => shop.rows<FilterTally>('filter', 'filter_tally');
const total = (rule: FilterTally['rule']): number =>
  tallies().find((tally) => tally.rule === rule && tally.day === ALL_DAYS)?.messages ?? 0;
const audited = (type: string) =>
  shop.domains.sql
    .prepare<[string], { changes: string | null }>(
      'SELECT changes FROM audit WHERE command_type = ? ORDER BY n',
    )
    .all(type);
const pass = (ms: number): void => {
  shop.domains.now += ms;
};

describe('the message filter', () => {
  it('masks what customers and the team write, wherever it is stored, and counts it once', () => {
    save(['dumb']);
    send('dumb 4242 4242 4242 4242', 'm1');
    expect(stored('m1')).toMatchObject({ body: '•••• •••• •••• •••• 4242', masked: { cards: 1, words: 1 } });
    expect(stored(reply('No DUMB questions'))).toMatchObject({
      body: 'No •••• questions',
      masked: { cards: 0, words: 1 },
    });
    expect(stored(reply('dumb', 'note'))?.body).toBe('••••');
    expect(stored(reply('Fine'))?.masked).toBeNull();
    shop.domains.command('rooms.create', {
      ...{ roomId: 'r', kind: 'general', name: 'Talk', topic: '', memberIds: [] },
    });
    shop.domains.command('rooms.post', {
      ...{ roomId: 'r', messageId: 'rm', body: 'so dumb, dumb', mentions: [], shared: null },
    });
    expect(shop.rows('rooms', 'room_message')).toMatchObject([
      { body: 'so ••••, ••••', masked: { cards: 0, words: 2 } },
    ]);
    shop.domains.command('chat.set_status', { conversationId: 'talk', status: 'resolved' });
    const rating = { score: 2, comment: 'a dumb 5555555555554444' } as const;
    shop.domains.run((context) => rateConversation(context, 'talk', rating), customer);
    shop.domains.run((context) => rateConversation(context, 'talk', rating), customer);
    expect(total('words')).toBe(5);
    expect(total('cards')).toBe(2);
    expect(tallies().find(({ rule, day }) => rule === 'words' && day === ALL_DAYS)?.parts).toBe(6);
    // Nothing that was masked is anywhere: not in the log, not in the audit.
    const kept = JSON.stringify([
      shop.domains.events().filter(({ type }) => type !== 'filter.rules_set'),
      shop.domains.sql.prepare('SELECT * FROM audit WHERE command_type <> ?').all('filter.save_rules'),
    ]);
    expect(kept).not.toMatch(/dumb|4242 4242|5555555555/i);
  });

  it('takes a retry for the message that it is, also when the list has changed since', () => {
    save(['dumb']);
    const first = send('dumb question', 'm1');
    save(['question'], 1);
    pass(1_000);
    expect(send('dumb question', 'm1')).toEqual(first);
    expect(total('words')).toBe(1);
    expect(total('repeat')).toBe(0);
    expect(() => send('dumb answers!', 'm1')).toThrow();
  });

  it('holds back visitors who write too fast, counts each message once and audits them once an hour', () => {
    save([]);
    for (const body of ['one', 'two', 'three']) send(body);
    pass(4_000);
    expect(send('four', 'm4')).toEqual({ slowed: { rule: 'flood', waitMs: 6_000 } });
    expect(send('four', 'm4')).toMatchObject({ slowed: { rule: 'flood' } });
    expect(stored('m4')).toBeUndefined();
    expect(total('flood')).toBe(1);
    expect(send('five', 'm5')).toMatchObject({ slowed: { rule: 'flood' } });
    expect(total('flood')).toBe(2);
    expect(audited('filter.slowed')).toHaveLength(1);
    expect(audited('filter.slowed')[0]?.changes).toBe(
      '[{"record":"chat:talk","field":"rule","from":null,"to":"flood"}]',
    );
    pass(6_000);
    expect(send('four', 'm4')).toMatchObject({ messageId: 'm4' });
    pass(HOUR_MS);
    for (const body of ['a', 'b', 'c', 'd']) send(body);
    expect(audited('filter.slowed')).toHaveLength(2);
    // Colleagues are never slowed.
    for (let n = 0; n < 10; n += 1) reply('again');
  });

  it('holds back what a visitor has just sent, by what was stored of it', () => {
    save(['dumb'], 0, { flood: null });
    send('A dumb thing');
    pass(10_000);
    expect(send('a  DUMB thing', 'm2')).toEqual({ slowed: { rule: 'repeat', waitMs: 20_000 } });
    expect(total('repeat')).toBe(1);
    pass(20_000);
    expect(send('a  DUMB thing', 'm2')).toMatchObject({ messageId: 'm2' });
    // A clock that was set back holds nobody up.
    pass(-HOUR_MS);
    expect(send('a dumb thing', 'm3')).toMatchObject({ messageId: 'm3' });
  });

  it('slows a visitor in all conversations of their browser, and a verified customer in all browsers', () => {
    save([]);
    const inOther: Visitor = { ...visitor, conversationId: 'other', customer: { ...CUSTOMER, id: 'c2' } };
    send('one');
    expect(send('one', 'again', inOther)).toMatchObject({ slowed: { rule: 'repeat' } });
    send('two', shop.fresh(), inOther);
    send('three');
    expect(send('four', 'flood', inOther)).toMatchObject({ slowed: { rule: 'flood' } });
    // Somebody else with the same address, which nobody has verified, is not held up.
    expect(send('one', 'm1', { ...inOther, browserId: 'b2' })).toMatchObject({ messageId: 'm1' });
    pass(HOUR_MS);
    const verified: Visitor = { ...visitor, claims: { ...visitor.claims, emailVerified: true } };
    for (const [n, body] of ['a', 'b', 'c'].entries())
      send(body, shop.fresh(), { ...verified, conversationId: `v${n}`, browserId: `v${n}` });
    expect(send('d', 'm2', { ...verified, conversationId: 'v4', browserId: 'v4' })).toMatchObject({
      slowed: { rule: 'flood' },
    });
    // What a message was slowed for in one conversation and taken for in another is one visitor with one row of the audit.
    expect(audited('filter.slowed')).toHaveLength(2);
  });

  it('counts messages that wait at once in two conversations once each, and remembers little', () => {
    save([]);
    const inOther: Visitor = { ...visitor, conversationId: 'other' };
    for (const body of ['one', 'two', 'three']) send(body);
    for (let n = 0; n < 3; n += 1) {
      send('four', 'm4');
      send('five', 'm5', inOther);
    }
    expect(total('flood')).toBe(2);
    for (let n = 0; n < 80; n += 1) send(`more ${n}`);
    const rows = (table: string): number =>
      shop.domains.sql.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
    expect(rows('filter_slowed')).toBe(50);
    expect(rows('filter_sent')).toBe(3);
    // What no rule looks back to is forgotten with the next message.
    pass(11 * 60_000);
    send('later');
    expect(rows('filter_sent')).toBe(1);
    pass(DAY_MS);
    shop.domains.run((context) => forgetVisitors(context));
    expect([rows('filter_sent'), rows('filter_slowed')]).toEqual([0, 0]);
  });

  it('counts by the days of the workspace, and forgets old ones', () => {
    save(['dumb']);
    send('dumb');
    pass(DAY_MS);
    send('very dumb');
    const days = tallies().filter(({ day, rule }) => rule === 'words' && day !== ALL_DAYS);
    expect(days.map(({ messages }) => messages)).toEqual([1, 1]);
    pass(TALLY_DAYS * DAY_MS);
    send('dumb again');
    expect(tallies().filter(({ day, rule }) => rule === 'words' && day !== ALL_DAYS)).toHaveLength(2);
    expect(total('words')).toBe(3);
  });

  it('is changed by administrators alone, on what they have seen, with an audit row', () => {
    const rules = { words: ['a'], flood: null, repeatSeconds: null, seen: 0 };
    expect(COMMANDS['filter.save_rules'].permission).toBe('filter:manage');
    expect(ROLE_PERMISSIONS.manager).toContain('filter:read');
    expect(ROLE_PERMISSIONS.manager).not.toContain('filter:manage');
    expect(ROLE_PERMISSIONS.agent).not.toContain('filter:read');
    expect(save(['Free money', 'free-money', 'dumb'])).toEqual({ version: 1 });
    expect(shop.rows('filter', 'filter_rules')).toMatchObject([
      { words: ['dumb', 'free-money'], version: 1 },
    ]);
    const refused = shop.domains.refusal('filter.save_rules', rules);
    expect(refused).toMatchObject({
      code: 'conflict',
      field: 'seen',
      current: { words: ['dumb', 'free-money'] },
    });
  });

  it('forgets after a day whom it held back', () => {
    save([]);
    for (const body of ['one', 'two', 'three', 'four']) send(body);
    const held = (): number =>
      shop.domains.sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM filter_slowed').get()?.n ?? 0;
    expect(held()).toBe(1);
    pass(DAY_MS + 1);
    shop.domains.run((context) => forgetVisitors(context));
    expect(held()).toBe(0);
  });
});

describe('the look of the customer page', () => {
  const none = { name: null, colour: null, greetingEn: null, greetingDe: null };
  const teal = { ...none, name: 'Harbour & Pine', colour: '#0f766e' };

  it('is set as a whole, on what was seen, and each field is a setting with its audit', () => {
    shop.domains.command('admin.set_branding', { branding: teal, seen: none });
    expect(shop.rows('admin', 'setting')).toEqual([
      { key: 'shop_colour', value: '#0f766e' },
      { key: 'shop_name', value: 'Harbour & Pine' },
    ]);
    const changed = { ...teal, greetingEn: 'Hello' };
    expect(shop.domains.refusal('admin.set_branding', { branding: changed, seen: none })).toMatchObject({
      ...{ code: 'conflict', field: 'seen', current: teal },
    });
    shop.domains.command('admin.set_branding', { branding: changed, seen: teal });
    // The same again changes nothing.
    const head = shop.domains.head();
    shop.domains.command('admin.set_branding', { branding: changed, seen: changed });
    expect(shop.domains.head()).toBe(head);
  });

  it('takes no other values through the settings', () => {
    const set = (key: string, value: string) =>
      shop.domains.refusal('admin.set_setting', { setting: { key, value } });
    expect(set('shop_colour', 'red;}')).toMatchObject({ code: 'invalid', field: 'setting.value' });
    expect(set('shop_name', 'a\nb')).toMatchObject({ code: 'invalid' });
    expect(set('shop_colour', '#123456')).toBeNull();
  });
});
