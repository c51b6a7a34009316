import fc from 'fast-check';
import { z } from 'zod';
import { Currency } from '#shared/domain/money.ts';
import { anyCharacter } from './texts.ts';

/** Strings and arrays are short, because only their characters and their emptiness matter. */
const MAX_CHARACTERS = 12;
const MAX_ELEMENTS = 3;

/**
 * Returns an arbitrary of valid values of a schema. Supports the kinds of schemas that rows use and throws for others.
 * Numbers are never -0, which JSON and SQLite do not distinguish from 0.
 */
export function arbitraryOf(schema: unknown): fc.Arbitrary<unknown> {
  if (schema === Currency) return fc.constantFrom('EUR', 'JPY', 'USD');
  if (schema instanceof z.ZodObject) return arbitraryObject(schema.shape);
  if (schema instanceof z.ZodDefault) return arbitraryOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return fc.option(arbitraryOf(schema.unwrap()), { nil: null });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(arbitraryOf));
  if (schema instanceof z.ZodRecord)
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), arbitraryOf(schema.valueType), {
      maxKeys: MAX_ELEMENTS,
      noNullPrototype: true,
    });
  if (schema instanceof z.ZodArray) return fc.array(arbitraryOf(schema.element), { maxLength: MAX_ELEMENTS });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNull) return fc.constant(null);
  if (schema instanceof z.ZodNumber) return arbitraryNumber(schema);
  if (schema instanceof z.ZodEmail) return fc.constantFrom('a@b.example', 'orders+1@shop.example');
  if (schema instanceof z.ZodISODate) return fc.constantFrom('2026-03-29', '2028-02-29');
  if (schema instanceof z.ZodString) return arbitraryString(schema);
  throw new Error('There is no arbitrary for this kind of schema.');
}

function arbitraryObject(shape: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const optional = (schema: unknown): schema is z.ZodOptional => schema instanceof z.ZodOptional;
  return fc.record(
    Object.fromEntries(
      Object.entries(shape).map(([property, schema]) => [
        property,
        arbitraryOf(optional(schema) ? schema.unwrap() : schema),
      ]),
    ),
    {
      noNullPrototype: true,
      requiredKeys: Object.keys(shape).filter((property) => !optional(shape[property])),
    },
  );
}

function arbitraryNumber({ isInt, minValue, maxValue }: z.ZodNumber): fc.Arbitrary<number> {
  if (!isInt) return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  return fc.integer({
    min: minValue ?? Number.MIN_SAFE_INTEGER,
    max: maxValue ?? Number.MAX_SAFE_INTEGER,
  });
}

function arbitraryString({ minLength, maxLength }: z.ZodString): fc.Arbitrary<string> {
  // A character can have a length of two code units.
  const most = Math.min(Math.floor((maxLength ?? Number.POSITIVE_INFINITY) / 2), MAX_CHARACTERS);
  return fc.string({ unit: anyCharacter, minLength: minLength ?? 0, maxLength: most });
}
