import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EventEnvelope } from '#shared/protocol/envelope.ts';
import { guardOf } from '#shared/protocol/events/guard.ts';
import { EVENTS, parseEvent } from '#shared/protocol/events/index.ts';
import { SampleShop } from '../../../../tests/support/make/sample/shop.ts';

const schemas: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(EVENTS));

/** Returns the event as the schemas alone parse it, or null. */
function parsed(input: unknown): unknown {
  const envelope = EventEnvelope.safeParse(input);
  if (!envelope.success || !envelope.data.type.startsWith(`${envelope.data.channel}.`)) return null;
  const data = schemas.get(envelope.data.type)?.safeParse(envelope.data.data);
  return data?.success ? { ...envelope.data, data: data.data } : null;
}

/** Values on both sides of the schemas' limits. */
const values: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  0,
  -0,
  -1,
  1,
  0.5,
  1e16,
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31) - 1,
  8.64e15,
  8.64e15 + 1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
  '',
  'a',
  'USD',
  'usd',
  'active',
  'system',
  'stock',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(200),
  'x'.repeat(201),
  'x'.repeat(10_001),
  '👍'.repeat(33),
  '0198c1f5-7f3a-7c9e-8b1a-0123456789ab',
  '0198c1f5-7f3a-4c9e-8b1a-0123456789ab',
  '0198C1F5-7F3A-7C9E-8B1A-0123456789AB',
  '0198c1f5-7f3a-7c9e-8b1a-0123456789ab\n',
  [],
  [1],
  ['a'],
  Array.from({ length: 60 }, () => 'a'),
  {},
  { type: 'workspace' },
  { type: 'stock' },
  JSON.parse('{"__proto__":1}'),
];

/** Returns all objects and lists in a value, including the value itself. */
function insides(value: unknown, found: object[] = []): object[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value);
  for (const inner of Object.values(value)) insides(inner, found);
  return found;
}

/** Changes an event in one place: replaces a value, adds a key or removes one. */
function damage(event: unknown, place: number, key: number, how: number, value: unknown): unknown {
  const copy: unknown = structuredClone(event);
  const all = insides(copy);
  const target = all[place % all.length] ?? {};
  const keys = Object.keys(target);
  const name = keys[key % Math.max(1, keys.length)] ?? 'more';
  if (how === 0) Reflect.deleteProperty(target, name);
  else Reflect.set(target, how === 1 ? 'more' : name, value);
  // As it comes over the wire.
  return JSON.parse(JSON.stringify(copy));
}

describe('parseEvent', () => {
  const events = new SampleShop(7).take(3_000);

  it('passes all valid events unchanged', () => {
    const types = new Set<string>();
    for (const event of events) {
      const result = parseEvent(event);
      expect(result.ok && result.value.event === event).toBe(true);
      expect(event).toEqual(parsed(event));
      types.add(event.type);
    }
    expect(types.size).toBeGreaterThan(25);
  });

  it('treats all other values as the schemas do', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat(),
      fc.nat(2),
      fc.oneof(fc.constantFrom(...values), fc.jsonValue()),
    );
    fc.assert(
      fc.property(
        fc.nat(events.length - 1),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (n, changes) => {
          const input = changes.reduce(
            (event: unknown, [place, key, how, value]) => damage(event, place, key, how, value),
            events[n],
          );
          const result = parseEvent(input);
          expect(result.ok ? result.value.event : null).toEqual(parsed(input));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('guardOf', () => {
  it('is not certain of kinds of schemas that it does not support', () => {
    const unknown = [
      z.string().trim(),
      z.string().email(),
      z
        .string()
        .min(1)
        .refine(() => false),
      z.coerce.number(),
      z.number().multipleOf(2),
      z.number().gt(1),
      z.looseObject({}),
      z.strictObject({}),
      z.object({ a: z.string() }).refine(() => false),
      z.string().transform(Number),
      z.union([z.object({}), z.object({ a: z.string() })]),
      z.string().regex(/a/g),
      z.date(),
      z.record(z.string(), z.string()),
      z.string().overwrite(() => 'b'),
      z.lazy(() => z.string()),
      z.string().catch('a'),
    ];
    for (const schema of unknown)
      for (const value of [...values, 'a b', 4]) expect(guardOf(schema)(value)).toBe(false);
  });

  it('never accepts a value that a parse would refuse or change', () => {
    const known = [
      z.string().min(1).max(64),
      z.string().length(3).nullable(),
      z.uuidv7(),
      z.string().regex(/^[A-Z]{3}$/),
      z.int().min(0).max(8.64e15),
      z.int32(),
      z.int(),
      z.number(),
      z.boolean(),
      z.enum(['a', 'active']),
      z.literal('a'),
      z.array(z.string()).min(1).max(50),
      z.object({ type: z.string() }),
      z.union([z.string().max(3), z.number(), z.null()]),
    ];
    for (const schema of known) {
      let certain = 0;
      for (const value of [...values, 'abc']) {
        const judged = schema.safeParse(value);
        if (!guardOf(schema)(value)) continue;
        certain += 1;
        expect(judged.success).toBe(true);
        expect(judged.data).toEqual(value);
      }
      expect(certain).toBeGreaterThan(0);
    }
  });
});
