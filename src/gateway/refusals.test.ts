import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '#shared/protocol/errors.ts';

const root = resolve(import.meta.dirname, '../..');

/** Where a refusal has no code of its own, and why no user reads it. */
const FOR_PROGRAMS: Readonly<Record<string, string>> = {
  'src/gateway/http/edge.ts': 'requests that are no HTTP',
  'src/gateway/http/errors.ts': 'a body that is not valid, with the code of its first issue',
  'src/gateway/http/guard.ts': 'requests without a host',
  'src/gateway/realtime/upgrades.ts': 'requests that become no connection',
  'src/gateway/realtime/connection.ts': 'messages that no console sends',
  'src/gateway/realtime/history.ts': 'pages of rows, asked for by the engine',
  'src/gateway/realtime/subscriber.ts': 'a snapshot that took too long, which the engine asks for again',
  'src/main/services/gateway-auth.ts': 'an answer that is not the gateway’s; its code is put into words',
};

it('every refusal that a user can read is coded', () => {
  const uncoded = new RegExp(`code: '(${ERROR_CODES.join('|')})',?\\s*message[:,]`);
  const found = globSync(
    ['src/gateway/**/*.ts', 'src/main/{services,rpc}/*.ts', 'src/main/engine/outbox/*.ts'],
    {
      cwd: root,
    },
  ).filter((path) => !path.endsWith('.test.ts') && uncoded.test(readFileSync(resolve(root, path), 'utf8')));
  expect(found.filter((path) => !Object.hasOwn(FOR_PROGRAMS, path))).toEqual([]);
});
