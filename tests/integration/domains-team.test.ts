import { describe, expect, it } from 'vitest';
import { sweepNotifications } from '../../src/gateway/notifications/retention.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { makeUser } from '../support/make/user.ts';

const shop = domainShopPerTest();

describe('admin', () => {
  it('adds members without their password in any event, and keeps one administrator', () => {
    const user = makeUser({ id: 'u1', username: 'root', name: 'Root', role: 'admin' });
    shop.domains.command('admin.create_user', { user, password: 'correct horse battery' });
    expect(JSON.stringify(shop.domains.events())).not.toMatch(/correct horse|argon2/);
    expect(
      shop.domains.refusal('admin.create_user', {
        user: { ...user, id: 'u2', username: 'ROOT' },
        password: 'correct horse battery',
      }),
    ).toMatchObject({ code: 'conflict', field: 'user.username' });
    expect(shop.domains.refusal('admin.set_role', { userId: 'u1', role: 'agent' })).toMatchObject({
      code: 'conflict',
    });
    shop.domains.command('admin.set_setting', { setting: { key: 'greeting', value: 'Hi' } });
    shop.domains.command('admin.set_setting', { setting: { key: 'greeting', value: null } });
    expect(shop.domains.snapshot('admin')).toEqual([
      { kind: 'user', row: { ...user, disabledAt: null } },
      { kind: 'setting', row: { key: 'greeting', value: null } },
    ]);
  });
});

describe('administrators', () => {
  it('are never without one who can sign in', () => {
    const add = (id: string) =>
      shop.domains.command('admin.create_user', {
        user: makeUser({ id, username: id, role: 'admin' }),
        password: 'correct horse battery',
      });
    const refused = (type: 'admin.disable_user' | 'admin.set_role') =>
      type === 'admin.set_role'
        ? shop.domains.refusal(type, { userId: 'u1', role: 'viewer' })
        : shop.domains.refusal(type, { userId: 'u1' });
    add('u1');
    expect(refused('admin.disable_user')).toMatchObject({ code: 'conflict' });
    add('u2');
    shop.domains.command('admin.disable_user', { userId: 'u2' });
    // One who is disabled does not count.
    expect(refused('admin.disable_user')).toMatchObject({ code: 'conflict' });
    expect(refused('admin.set_role')).toMatchObject({ code: 'conflict' });
    shop.domains.command('admin.enable_user', { userId: 'u2' });
    expect(refused('admin.set_role')).toBeNull();
    shop.domains.command('admin.set_role', { userId: 'u1', role: 'viewer' });
    expect(shop.domains.refusal('admin.disable_user', { userId: 'u2' })).toMatchObject({ code: 'conflict' });
  });

  it('have passwords and names that can be used, by one rule', () => {
    const given = (password: string, username = 'noor') =>
      shop.domains.refusal('admin.create_user', {
        user: makeUser({ id: 'u', username, name: 'Noor Bakker' }),
        password,
      });
    for (const password of ['password123', 'short', 'x'.repeat(300), 'NoorBakker2024'])
      expect(given(password), password).toMatchObject({ code: 'invalid', field: 'password' });
    expect(given('correct horse battery', 'noor ')).toMatchObject({
      code: 'invalid',
      field: 'user.username',
    });
  });
});

describe('team', () => {
  it('loses those who are disabled, and cannot assign to them', () => {
    for (const [id, role] of [
      ['u1', 'agent'],
      ['u2', 'admin'],
    ] as const)
      shop.domains.command('admin.create_user', {
        user: makeUser({ id, username: id, name: id, role }),
        password: 'correct horse battery',
      });
    shop.domains.command('admin.disable_user', { userId: 'u1' });
    expect(shop.rows('team', 'member')).toMatchObject([{ id: 'u2' }]);
    expect(shop.rows('admin', 'user')).toMatchObject([
      { id: 'u1', disabledAt: shop.domains.now },
      { id: 'u2' },
    ]);
    shop.domains.command('chat.open_conversation', {
      conversationId: 'c',
      customer: CUSTOMER,
      subject: null,
      orderIds: [],
    });
    expect(shop.domains.refusal('chat.assign', { conversationId: 'c', assigneeId: 'u1' })).toMatchObject({
      code: 'not_found',
    });
    shop.domains.command('admin.enable_user', { userId: 'u1' });
    expect(shop.rows('team', 'member')).toHaveLength(2);
    const types = shop.domains.events().map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('team.'))).toEqual([
      'team.member_added',
      'team.member_added',
      'team.member_removed',
      'team.member_added',
    ]);
  });

  it('tells all who chat who is there and as what', () => {
    const user = makeUser({ id: 'u1', username: 'ada', name: 'Ada' });
    shop.domains.command('admin.create_user', { user, password: 'correct horse battery' });
    expect(shop.domains.snapshot('team')).toEqual([{ kind: 'member', row: user }]);
    shop.domains.command('admin.set_role', { userId: 'u1', role: 'manager' });
    expect(shop.domains.snapshot('team')).toEqual([{ kind: 'member', row: { ...user, role: 'manager' } }]);
    const told = shop.domains.events().filter(({ channel }) => channel === 'team');
    expect(told.map(({ type, data }) => [type, data])).toEqual([
      ['team.member_added', { member: user }],
      ['team.member_changed', { member: { ...user, role: 'manager' } }],
    ]);
    const folded = foldEvents(shop.domains.events()).get('team/member');
    expect([...(folded?.values() ?? [])]).toEqual(shop.domains.snapshot('team').map(({ row }) => row));
  });
});

describe('what is kept', () => {
  it('lets old notifications go by an event, so that every copy loses the same ones', () => {
    const day = 86_400_000;
    // Somebody looks at once, so that nobody is reminded a day later.
    const raise = (alertId: string): void => {
      shop.domains.command('alerts.raise', { alertId, severity: 'critical', message: 'Look!' });
      shop.domains.command('alerts.acknowledge', { alertId, note: null });
    };
    const kept = () => shop.domains.snapshot('notifications').length;
    const began = shop.domains.now;
    raise('a1');
    shop.domains.now += 30 * day;
    raise('a2');
    expect(kept()).toBe(2);
    shop.domains.now += day;
    // Other domains have something due before.
    const sweep = (): number | null => shop.domains.run(sweepNotifications);
    expect(sweep()).toBe(began + 91 * day);
    shop.domains.now = began + 91 * day - 1;
    sweep();
    expect(kept()).toBe(2);
    shop.domains.now = began + 91 * day;
    expect(sweep()).toBe(began + 121 * day);
    expect(kept()).toBe(1);
    const folded = foldEvents(shop.domains.events()).get('notifications/notification');
    expect([...(folded?.values() ?? [])]).toEqual(
      shop.domains.snapshot('notifications').map(({ row }) => row),
    );
  });
});
