import { describe, expect, it } from 'vitest';
import { NewPassword, NewTeamUser, passwordWeakness, Username } from './admin.ts';

describe('a password', () => {
  it('has ten to two hundred characters', () => {
    expect(passwordWeakness('k7#Lq.9zp')).toBe('short');
    expect(passwordWeakness('k7#Lq.9zpW')).toBeNull();
    expect(passwordWeakness(`${'k7#Lq.9zpW'.repeat(20).slice(0, 199)}x`)).toBeNull();
    expect(passwordWeakness('vessel quartz lamp '.repeat(11))).toBe('long');
    expect(NewPassword.safeParse('x'.repeat(300)).success).toBe(false);
  });

  it.each([
    'password123',
    'Password123!',
    'P@ssw0rd2024',
    'Passw0rd11',
    'passwordpassword',
    '1234567890',
    '0987654321',
    'qwertyuiop',
    'qwerty12345',
    'Qwerty!2345',
    '1q2w3e4r5t',
    'aaaaaaaaaa',
    'abababababab',
    'abcabcabcabc',
    'letmein2023',
    'iloveyou!!',
    'administrator',
    'Admin@12345',
    'welcome2024',
    'Welcome-2024',
    'changeme123',
    'sunshine99',
    'football2024',
    'asdfghjkl1',
    'trustno1trustno1',
    'summer2024!',
    'Sommer2024',
    'passwort123',
    'correcthorsebatterystaple',
    'quayside123',
    'monkeydragon',
    'abcdefghijkl',
    'zxcvbnm1234',
    '..........',
    '2024202420',
    'test test test',
    '12345678901234567890',
  ])('refuses %s', (password) => {
    expect(passwordWeakness(password)).toBe('common');
  });

  it.each([
    'correct horse battery',
    'vessel quartz lamp',
    'tr7-Kö9.pLzz',
    'Zeppelin über Ulm',
    'purple lighthouse dances',
    'mX8#vv21!q',
  ])('takes %s', (password) => {
    expect(passwordWeakness(password)).toBeNull();
  });

  it('is not made of the names of its owner', () => {
    expect(passwordWeakness('Lindqvist2024', ['ava', 'Ava Lindqvist'])).toBe('common');
    expect(passwordWeakness('avalindqvist!', ['ava', 'Ava Lindqvist'])).toBe('common');
    expect(passwordWeakness('Lindqvist2024', ['noor', 'Noor Bakker'])).toBeNull();
  });
});

describe('a name', () => {
  it('can be typed again to sign in', () => {
    for (const bad of [
      'ada ',
      ' ada',
      'a\u0000da',
      'ada\n',
      '\u200bada',
      'a\ud800da',
      '',
      'x'.repeat(81),
      ' ',
    ])
      expect(Username.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
    for (const good of ['ada', 'Ada Lovelace', 'ada@example.com', 'søren', '王小明', 'a'])
      expect(Username.safeParse(good).success, good).toBe(true);
    const user = { id: 'u', username: 'ada', name: 'Ada', role: 'agent' };
    expect(NewTeamUser.safeParse(user).success).toBe(true);
    expect(NewTeamUser.safeParse({ ...user, name: 'Ada ' }).success).toBe(false);
  });
});
