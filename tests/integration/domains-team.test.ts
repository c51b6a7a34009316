import { describe, expect, it } from 'vitest';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { makeUser } from '../support/make/user.ts';

const shop = domainShopPerTest();

describe('admin', () => {
  it('adds members without their password in any event, and keeps one administrator', () => {
    const user = makeUser({ id: 'u1', username: 'root', name: 'Root', role: 'admin' });
    shop.domains.command('admin.create_user', { user, password: 'correct horse' });
    expect(JSON.stringify(shop.domains.events())).not.toMatch(/correct horse|argon2/);
    expect(
      shop.domains.refusal('admin.create_user', {
        user: { ...user, id: 'u2', username: 'ROOT' },
        password: 'correct horse',
      }),
    ).toMatchObject({ code: 'conflict', field: 'user.username' });
    expect(shop.domains.refusal('admin.set_role', { userId: 'u1', role: 'agent' })).toMatchObject({
      code: 'conflict',
    });
    shop.domains.command('admin.set_setting', { setting: { key: 'greeting', value: 'Hi' } });
    shop.domains.command('admin.set_setting', { setting: { key: 'greeting', value: null } });
    expect(shop.domains.snapshot('admin')).toEqual([
      { kind: 'user', row: user },
      { kind: 'setting', row: { key: 'greeting', value: null } },
    ]);
  });
});

describe('team', () => {
  it('tells all who chat who is there and as what', () => {
    const user = makeUser({ id: 'u1', username: 'ada', name: 'Ada' });
    shop.domains.command('admin.create_user', { user, password: 'correct horse' });
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
    const raise = (alertId: string) =>
      shop.domains.command('alerts.raise', { alertId, severity: 'critical', message: 'Look!' });
    const kept = () => shop.domains.snapshot('notifications').length;
    const began = shop.domains.now;
    raise('a1');
    shop.domains.now += 30 * day;
    raise('a2');
    expect(kept()).toBe(2);
    expect(shop.domains.sweep()).toBe(began + 91 * day);
    shop.domains.now = began + 91 * day - 1;
    shop.domains.sweep();
    expect(kept()).toBe(2);
    shop.domains.now = began + 91 * day;
    expect(shop.domains.sweep()).toBe(began + 121 * day);
    expect(kept()).toBe(1);
    const folded = foldEvents(shop.domains.events()).get('notifications/notification');
    expect([...(folded?.values() ?? [])]).toEqual(
      shop.domains.snapshot('notifications').map(({ row }) => row),
    );
  });
});
