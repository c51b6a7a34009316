import { makeUser } from '../../make/user.ts';
import type { FakeMethodsOf } from './contract.ts';
import type { FakeState } from './state.ts';

const DAY_MS = 86_400_000;

/** Answers for the page of users: a team with a disabled member, two sessions each, and API keys. */
export function peopleMethods(state: FakeState): FakeMethodsOf<'admin'> {
  const { now, empty } = state.options;
  const person = (
    id: string,
    name: string,
    role: 'viewer' | 'agent' | 'manager' | 'admin',
    disabledAt: number | null = null,
  ) => ({ ...makeUser({ id: `u-${id}`, username: id, name, role }), disabledAt });
  const users = [
    person('ada', 'Ada Brandt', 'admin'),
    person('mara', 'Mara Lindqvist', 'manager'),
    person('sam', 'Sam Okafor', 'agent'),
    person('yuki', 'Yuki Tanaka', 'viewer'),
    person('tom', 'Tom Reuter', 'agent', now - 12 * DAY_MS),
  ];
  const keys = [
    {
      id: 'key-1',
      name: 'Warehouse scanner',
      permissions: ['inventory:read', 'inventory:write'],
      createdAt: now - 40 * DAY_MS,
      expiresAt: now + 50 * DAY_MS,
      revokedAt: null,
    },
    {
      id: 'key-2',
      name: 'Old web shop',
      permissions: ['orders:read', 'orders:write'],
      createdAt: now - 300 * DAY_MS,
      expiresAt: null,
      revokedAt: now - 3 * DAY_MS,
    },
  ];
  return {
    'admin.users': () => ({ users: empty ? users.slice(1, 2) : users, asOf: state.asOf }),
    'admin.branding': () => ({
      branding: { name: null, colour: null, greetingEn: null, greetingDe: null },
      asOf: state.asOf,
    }),
    'admin.api_keys': () => ({ keys: empty ? [] : keys, asOf: state.asOf }),
    'admin.sessions': ({ userId }) => ({
      sessions: [
        {
          id: `${userId}-1`,
          userId,
          device: 'Quayside 1.0.0 (linux)',
          address: '192.0.2.17',
          startedAt: now - 9 * DAY_MS,
          lastUsedAt: now - 4 * 60_000,
          current: userId === 'u-mara',
        },
        {
          id: `${userId}-2`,
          userId,
          device: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
          address: '2001:db8::42',
          startedAt: now - 2 * DAY_MS,
          lastUsedAt: now - 26 * 3_600_000,
          current: false,
        },
      ],
    }),
    'admin.api_key_uses': () => ({ uses: [{ keyId: 'key-1', at: now - 90_000, address: '192.0.2.40' }] }),
  };
}
