import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TextValue, ValueKind, ValueKinds } from '../domain/coded-text.ts';
import { RESERVATION_STATUSES } from '../domain/inventory.ts';
import { NOTICES } from '../domain/notifications.ts';
import { ORDER_STATUSES } from '../domain/orders.ts';
import { PURCHASE_STATUSES } from '../domain/purchasing.ts';
import { COMMANDS, parseCommand } from '../protocol/commands/index.ts';
import { ERROR_CODES } from '../protocol/errors.ts';
import { issueOf } from '../protocol/issues.ts';
import { REFUSALS, refused } from '../protocol/refusals.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { LANGUAGES, type Language } from './language.ts';
import { fieldName, sayNotice, sayRefusal } from './say.ts';

/** A value of each kind, and what a text with it must contain, by language. */
const SAMPLES: Readonly<Record<ValueKind, readonly [TextValue, Readonly<Record<Language, string>>]>> = {
  text: ['Ünïque', { en: 'Ünïque', de: 'Ünïque' }],
  number: [12_345, { en: '12,345', de: '12.345' }],
  money: [
    { amount: 123_456, currency: 'EUR' },
    { en: '€1,234.56', de: '1.234,56\u00a0€' },
  ],
  orderStatus: ['cancelled', { en: 'cancelled', de: 'storniert' }],
  reservationStatus: ['released', { en: 'released', de: 'freigegeben' }],
  purchaseStatus: ['partly_received', { en: 'partly received', de: 'teilweise geliefert' }],
};

function sampleOf(kinds: ValueKinds): Record<string, TextValue> {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, SAMPLES[kind][0]]));
}

describe('every refusal and notification', () => {
  it.each(LANGUAGES)('has a text in %s that uses each of its values and no other', (language) => {
    const texts = language === 'en' ? en : de;
    expect(Object.keys(texts.refusals).sort()).toEqual(Object.keys(REFUSALS).sort());
    expect(Object.keys(texts.noticeTitles).sort()).toEqual(Object.keys(NOTICES).sort());
    expect(Object.keys(texts.noticeBodies).sort()).toEqual(Object.keys(NOTICES).sort());
    const check = (id: string, said: string | undefined, kinds: ValueKinds): void => {
      expect(said, id).toMatch(/\S/);
      expect(said, id).not.toMatch(/\{\{|\}\}|–|undefined/);
      for (const kind of Object.values(kinds)) expect(said, id).toContain(SAMPLES[kind][1][language]);
    };
    for (const [id, { values }] of Object.entries(REFUSALS))
      check(id, sayRefusal({ id, values: sampleOf(values) }, language) ?? undefined, values);
    for (const [id, values] of Object.entries(NOTICES)) {
      const said = sayNotice({ id, values: sampleOf(values) }, language);
      check(id, said === null ? undefined : `${said.title} ${said.body}`, values);
    }
  });

  it('is not English in German', () => {
    const values = (id: keyof typeof REFUSALS): Record<string, TextValue> => sampleOf(REFUSALS[id].values);
    for (const id of Object.keys(REFUSALS))
      if (Object.hasOwn(REFUSALS, id)) {
        const known = id as keyof typeof REFUSALS;
        const coded = { id, values: values(known) };
        expect(sayRefusal(coded, 'de'), id).not.toBe(sayRefusal(coded, 'en'));
      }
  });

  it('of an error code has its name in both languages', () => {
    for (const code of ERROR_CODES) expect(de.errors[code]).not.toBe(en.errors[code]);
    for (const { code } of Object.values(REFUSALS)) expect(ERROR_CODES).toContain(code);
  });

  it('says a status in words', () => {
    expect(Object.keys(en.orderStatus).sort()).toEqual([...ORDER_STATUSES].sort());
    expect(Object.keys(en.reservationStatus).sort()).toEqual([...RESERVATION_STATUSES].sort());
    expect(Object.keys(en.purchaseStatus).sort()).toEqual([...PURCHASE_STATUSES].sort());
    expect(refused('order_status', { status: 'cancelled' })).toMatchObject({
      code: 'conflict',
      message: 'The order is cancelled.',
      why: { id: 'order_status', values: { status: 'cancelled' } },
    });
    const text = sayRefusal({ id: 'order_status', values: { status: 'cancelled' } }, 'de');
    expect(text).toBe('Die Bestellung ist storniert.');
  });

  it('of a newer gateway is unknown, and a missing value is a dash', () => {
    expect(sayRefusal({ id: 'out_of_forks', values: {} }, 'de')).toBeNull();
    expect(sayRefusal({ id: 'constructor', values: {} }, 'de')).toBeNull();
    expect(sayNotice({ id: 'toString', values: {} }, 'en')).toBeNull();
    expect(sayRefusal({ id: 'username_taken', values: {} }, 'en')).toBe('The username – is taken.');
  });

  it('leaves what a person wrote as it is', () => {
    fc.assert(
      fc.property(fc.string(), (username) => {
        const said = sayRefusal({ id: 'username_taken', values: { username } }, 'en');
        expect(said).toBe(`The username ${username} is taken.`);
      }),
    );
    const tricky = sayRefusal({ id: 'username_taken', values: { username: '{{x}} $& $t(a)' } }, 'en');
    expect(tricky).toBe('The username {{x}} $& $t(a) is taken.');
  });
});

const Schema = z.looseObject({});
type Json = z.infer<typeof Schema>;
const children = (value: unknown): Json[] => {
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  return parts.flatMap((part): Json[] => {
    const { data } = Schema.safeParse(part);
    return data === undefined ? [] : [data];
  });
};

/** The names of all fields in a JSON schema. */
function fieldsIn(schema: Json): string[] {
  const own = Schema.safeParse(schema['properties']).data ?? {};
  const nested = [...Object.values(own), schema['items'], schema['anyOf'], schema['oneOf'], schema['allOf']];
  return [...Object.keys(own), ...nested.flatMap(children).flatMap(fieldsIn)];
}

/** A value that a JSON schema allows, as far as refusals of its fields need one. */
const WRONG: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  'x'.repeat(20_000),
  -1,
  1e300,
  0.5,
  [],
  {},
  'a\nb',
];

describe('the validators of commands', () => {
  const inputs = Object.entries(COMMANDS).map(
    ([type, { input }]) =>
      [type, Schema.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))] as const,
  );

  it('name fields that have a name in both languages', () => {
    const names = new Set(inputs.flatMap(([, schema]) => fieldsIn(schema)));
    expect(names.size).toBeGreaterThan(50);
    for (const name of names)
      for (const language of LANGUAGES)
        expect([name, fieldName(`lines.0.${name}`, language)]).not.toEqual([name, `lines.0.${name}`]);
    expect(fieldName('item.sku', 'de')).toBe('SKU');
    expect(fieldName('threshold.lowAt', 'de')).toBe('Schwelle „niedrig“');
    expect(fieldName('something', 'de')).toBe('something');
  });

  it('refuse with a text that both languages have', () => {
    const ids = new Set<string>();
    for (const [type, schema] of inputs)
      for (const field of fieldsIn(schema))
        for (const wrong of WRONG) {
          const parsed = parseCommand(type, { [field]: wrong });
          if (parsed.ok) continue;
          const { why } = parsed.error;
          expect(why).toBeDefined();
          if (why === undefined) continue;
          ids.add(why.id);
          for (const language of LANGUAGES) expect(sayRefusal(why, language), why.id).not.toMatch(/–|\{\{/);
        }
    expect(ids.size).toBeGreaterThan(1);
  });

  it('say what is wrong with each kind of value', () => {
    const issueIn = (schema: z.ZodType, value: unknown) => {
      const issue = schema.safeParse(value).error?.issues[0];
      return issue && issueOf(issue);
    };
    const cases: readonly (readonly [z.ZodType, unknown, string, Record<string, number>])[] = [
      [z.string(), undefined, 'value_missing', {}],
      [z.string(), 5, 'value_invalid', {}],
      [z.string().min(1), '', 'value_empty', {}],
      [z.string().min(3), 'a', 'value_short', { min: 3 }],
      [z.string().max(2), 'abc', 'value_long', { max: 2 }],
      [z.int().min(3), 1, 'value_low', { min: 3 }],
      [z.int().max(3), 4, 'value_high', { max: 3 }],
      [z.int(), 0.5, 'value_whole', {}],
      [z.array(z.int()).min(1), [], 'value_few', { min: 1 }],
      [z.array(z.int()).max(1), [1, 2], 'value_many', { max: 1 }],
      [z.email(), 'x', 'value_email', {}],
      [z.strictObject({}), { a: 1 }, 'value_unknown_field', {}],
      [z.enum(['a']), 'b', 'value_invalid', {}],
      [z.string().refine(() => false), 'b', 'value_invalid', {}],
    ];
    for (const [schema, value, id, values] of cases) expect(issueIn(schema, value)).toEqual({ id, values });
    const commands: readonly (readonly [keyof typeof COMMANDS, unknown, string])[] = [
      ['admin.reset_password', { userId: 'u', password: 'short' }, 'password_short'],
      ['admin.reset_password', { userId: 'u', password: 'password1234' }, 'password_common'],
      [
        'admin.create_user',
        { user: { id: 'u', username: ' a', name: 'A', role: 'viewer' }, password: 'umbrella-cactus-42' },
        'value_typable',
      ],
      ['orders.note', { orderId: 'o', body: ' ' }, 'value_empty'],
    ];
    for (const [type, data, id] of commands) {
      const parsed = parseCommand(type, data);
      expect(parsed.ok ? null : parsed.error.why?.id).toBe(id);
    }
  });
});
