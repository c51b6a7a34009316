import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signIn as de } from '../../locales/de/sign-in.ts';
import { signIn as en } from '../../locales/en/sign-in.ts';

const features = resolve(import.meta.dirname, '..');
const source = readdirSync(features, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(features, name), 'utf8'))
  .join('\n');

/** What the lines about the demo's people promise, and what the screens need for it. */
const PROMISES: readonly (readonly [RegExp, string])[] = [
  [/reserv/i, "'inventory.reserve'"],
  [/refund|erstattung/i, "'payments.refund'"],
  [/adjust|passt .*an/i, "'inventory.adjust'"],
  [/answer|beantwortet/i, "'chat.send_message'"],
  [/handles alerts|bearbeitet Warnungen/i, "'alerts.acknowledge'"],
  [/manages users|verwaltet .*Benutzer/i, "'admin.create_user'"],
  [/API/, "'admin.create_api_key'"],
  [/\baudit\b|Protokoll/, "'audit."],
];

describe('the lines about the demo’s people', () => {
  it.each([
    ['English', en],
    ['German', de],
  ] as const)('name in %s only what the screens offer', (_language, { signIn }) => {
    const lines = Object.values(signIn.can).join('\n');
    const promised = PROMISES.filter(([words]) => words.test(lines));
    expect(promised.length).toBeGreaterThan(4);
    expect(promised.filter(([, needed]) => !source.includes(needed))).toEqual([]);
  });
});
