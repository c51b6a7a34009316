import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeEvent } from '../../../tests/support/make/event.ts';
import { ROLES } from '../domain/admin.ts';
import { CHANNEL_DEFINITIONS, CHANNELS } from './channels.ts';
import {
  COMMANDS,
  commandDefinition,
  isCommandType,
  isSecretCommand,
  parseCommand,
  subjectOf,
  withoutSecrets,
} from './commands/index.ts';
import { ERROR_CODES, isTransient } from './errors.ts';
import { channelOf, EVENTS, isEventType, parseEvent } from './events/index.ts';
import { CHANNEL_PERMISSION, channelsFor, PERMISSIONS, ROLE_PERMISSIONS } from './permissions.ts';
import { snapshotRowSchema } from './snapshot.ts';
import { isCompatible, PROTOCOL_VERSION } from './version.ts';

const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const event = makeEvent('notifications.read', { notificationId: 'n', at: 5 }, { id: UUID, seq: 1, at: 5 });

describe('events', () => {
  it('are named after their channel, in the past', () => {
    for (const type of Object.keys(EVENTS)) {
      expect(isEventType(type)).toBe(true);
      if (isEventType(type)) expect(CHANNELS).toContain(channelOf(type));
      expect(type).toMatch(/^[a-z]+\.[a-z_]+$/);
    }
  });

  it('are read, and told apart where they cannot be', () => {
    expect(parseEvent(event)).toMatchObject({
      ok: true,
      value: { event: { type: 'notifications.read', data: { notificationId: 'n' } }, newer: false },
    });
    expect(parseEvent({ ...event, type: 'notifications.forgotten' })).toMatchObject({
      error: { kind: 'newer', position: { seq: 1, id: event.id } },
    });
    expect(parseEvent({ ...event, channel: 'carriers', type: 'carriers.added' })).toMatchObject({
      error: { kind: 'newer', position: null },
    });
    const more = { ...event, data: { ...event.data, where: { kind: 'phone' } } };
    expect(parseEvent(more)).toMatchObject({ ok: true, value: { event, newer: true } });
    expect(parseEvent({ ...event, shard: 3 })).toMatchObject({ ok: true, value: { event, newer: true } });
    expect(parseEvent({ ...event, channel: 'chat' })).toMatchObject({
      error: { kind: 'malformed', error: { field: 'channel' } },
    });
    expect(parseEvent({ ...event, data: { notificationId: 'n' } })).toMatchObject({
      error: { kind: 'malformed', position: { seq: 1 }, error: { field: 'at' } },
    });
    expect(parseEvent({ ...event, seq: 0 })).toMatchObject({ error: { kind: 'malformed', position: null } });
  });

  it('never throw, whatever comes', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        ...Object.fromEntries(
          Object.entries(event).map(([key, value]) => [key, fc.oneof(fc.constant(value), fc.anything())]),
        ),
      }),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const parsed = parseEvent(input);
        if (!parsed.ok) expect(parsed.error.error.code).toBe('invalid');
      }),
    );
  });
});

describe('commands', () => {
  it('declare every field that holds a secret, and lose it where they are stored', () => {
    const named = (schema: unknown): string[] =>
      typeof schema !== 'object' || schema === null
        ? []
        : Object.entries(schema).flatMap(([key, inner]) =>
            key === 'properties' ? [...Object.keys(inner ?? {}), ...named(inner)] : named(inner),
          );
    for (const [type, definition] of Object.entries(COMMANDS)) {
      const fields = named(z.toJSONSchema(definition.input, { io: 'input', unrepresentable: 'any' }));
      const secret = fields.filter((name) => /password|secret|token|passphrase|api_?key/i.test(name));
      expect(commandDefinition(type)?.secret ?? [], type).toEqual(expect.arrayContaining(secret));
      for (const name of commandDefinition(type)?.secret ?? []) expect(fields, type).toContain(name);
    }
    expect(isSecretCommand('admin.create_user')).toBe(true);
    expect(isSecretCommand('inventory.adjust')).toBe(false);
    expect(withoutSecrets('admin.create_user', { user: 1, password: 'x' })).toEqual({ user: 1 });
    expect(withoutSecrets('chat.send_message', { password: 'x' })).toEqual({ password: 'x' });
  });

  it('each need a permission that some role has', () => {
    for (const type of Object.keys(COMMANDS)) {
      expect(isCommandType(type)).toBe(true);
      expect(ROLE_PERMISSIONS.admin).toContain(commandDefinition(type)?.permission);
    }
  });

  it('refuse with a field, never throw, and never let through a type they do not know', () => {
    const type = fc.oneof(
      fc.constantFrom(...Object.keys(COMMANDS)),
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
    );
    fc.assert(
      fc.property(type, fc.anything(), (name, data) => {
        const parsed = parseCommand(name, data);
        if (parsed.ok) expect(isCommandType(name)).toBe(true);
        else expect(parsed.error).toMatchObject({ code: 'invalid', field: expect.any(String) });
      }),
    );
  });

  it('of one stock level are kept in order, of two are not', () => {
    const adjust = (locationId: string) =>
      parseCommand('inventory.adjust', {
        itemId: 'i',
        locationId,
        change: { mode: 'delta', quantity: 1 },
        reason: 'r',
        reference: null,
      });
    const receive = parseCommand('inventory.receive', {
      itemId: 'i',
      locationId: 'a',
      quantity: 1,
      reference: null,
    });
    const [a, b] = [adjust('a'), adjust('b')];
    if (!a.ok || !b.ok || !receive.ok) throw new Error('the commands are right');
    expect(subjectOf(a.value)).toBe(subjectOf(receive.value));
    expect(subjectOf(a.value)).not.toBe(subjectOf(b.value));
  });

  it('do not take unknown fields, zero deltas or fractions', () => {
    const adjust = (more: object, quantity = 1) =>
      parseCommand('inventory.adjust', {
        itemId: 'i',
        locationId: 'l',
        change: { mode: 'delta', quantity },
        reason: 'r',
        reference: null,
        ...more,
      }).ok;
    expect(adjust({})).toBe(true);
    expect(adjust({ force: true })).toBe(false);
    expect(adjust({}, 0)).toBe(false);
    expect(adjust({}, 1.5)).toBe(false);
    expect(adjust({ reason: '   ' })).toBe(false);
  });
});

describe('roles', () => {
  it('each contain the one before', () => {
    ROLES.slice(1).forEach((role, n) => {
      const lower = ROLES[n];
      if (lower) expect(ROLE_PERMISSIONS[role]).toEqual(expect.arrayContaining([...ROLE_PERMISSIONS[lower]]));
    });
    expect(new Set(ROLE_PERMISSIONS.admin)).toEqual(new Set(PERMISSIONS));
  });

  it('see the channels they may', () => {
    expect(channelsFor(ROLE_PERMISSIONS.viewer)).not.toContain('chat');
    expect(channelsFor(ROLE_PERMISSIONS.manager)).not.toContain('admin');
    expect(channelsFor(ROLE_PERMISSIONS.admin)).toEqual(CHANNELS);
    for (const channel of CHANNELS) {
      const permission = CHANNEL_PERMISSION[channel];
      expect(channelsFor([permission])).toEqual(CHANNELS.filter((c) => CHANNEL_PERMISSION[c] === permission));
    }
    expect(channelsFor(['chat:read'])).toEqual(['chat', 'team']);
  });
});

describe('snapshots', () => {
  it('have a schema for each of their kinds and for no other', () => {
    for (const channel of CHANNELS) {
      for (const { kind } of CHANNEL_DEFINITIONS[channel].rows)
        expect(snapshotRowSchema(channel, kind)).toBeDefined();
    }
    expect(snapshotRowSchema('orders', 'level')).toBeUndefined();
  });
});

describe('errors and versions', () => {
  it('say what is worth trying again', () => {
    expect(ERROR_CODES.filter(isTransient)).toEqual([
      'unauthenticated',
      'rate_limited',
      'unavailable',
      'internal',
    ]);
  });

  it('agree within a major version', () => {
    expect(isCompatible({ major: PROTOCOL_VERSION.major, minor: 99 })).toBe(true);
    expect(isCompatible({ major: PROTOCOL_VERSION.major + 1, minor: 0 })).toBe(false);
  });
});
