import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { personal, redactorOf } from '../domain/personal.ts';
import { CHANNEL_DEFINITIONS, CHANNELS } from './channels.ts';
import { COMMANDS } from './commands/index.ts';
import { ROLE_PERMISSIONS } from './permissions.ts';
import { eventRedactor, PERSONAL_CHANNELS, PERSONAL_PERMISSION, rowRedactor } from './personal.ts';

describe('personal data', () => {
  it('is found wherever a schema holds it', () => {
    const email = personal(z.string().nullable());
    const person = z.object({ name: z.string(), email });
    const schema = z.object({
      one: person.nullable(),
      many: z.array(person),
      named: z.record(z.string(), person),
      either: z.union([person, z.string()]),
      later: person.optional(),
      none: z.object({ email: z.string() }),
    });
    const ada = { name: 'Ada', email: 'ada@example.com' };
    const value = { one: ada, many: [ada], named: { a: ada }, either: ada, none: { email: 'kept' } };
    const hidden = { name: 'Ada', email: null };
    expect(redactorOf(schema)?.(value)).toEqual({
      one: hidden,
      many: [hidden],
      named: { a: hidden },
      either: hidden,
      none: { email: 'kept' },
    });
    expect(redactorOf(schema)?.({ ...value, one: null, either: 'text' })).toMatchObject({
      one: null,
      either: 'text',
    });
    expect(ada.email).toBe('ada@example.com');
    expect(redactorOf(z.object({ a: z.string() }))).toBeNull();
  });

  it('is in these channels, events and rows, and in no result of a command', () => {
    expect([...PERSONAL_CHANNELS].sort()).toEqual(['chat', 'orders', 'payments']);
    const events = CHANNELS.flatMap((name) => Object.keys(CHANNEL_DEFINITIONS[name].events)).filter(
      eventRedactor,
    );
    expect(events).toEqual([
      'orders.created',
      'payments.disputed',
      'payments.dispute_answered',
      'payments.dispute_accepted',
      'payments.dispute_won',
      'payments.dispute_lost',
      'payments.dispute_due',
      'chat.conversation_opened',
    ]);
    const rows = CHANNELS.flatMap((name) =>
      CHANNEL_DEFINITIONS[name].rows.map(({ kind }) => kind).filter((kind) => rowRedactor(name, kind)),
    );
    expect(rows).toEqual(['order', 'dispute', 'conversation']);
    for (const [type, { output }] of Object.entries(COMMANDS)) expect(redactorOf(output), type).toBeNull();
  });

  it('is for agents and above', () => {
    for (const [role, permissions] of Object.entries(ROLE_PERMISSIONS))
      expect(permissions.includes(PERSONAL_PERMISSION), role).toBe(role !== 'viewer');
  });
});
