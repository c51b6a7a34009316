import type { z } from 'zod';

/** Says quickly that a value is certainly right. False means "not certain": then the schema itself has to judge. */
export type Guard = (value: unknown) => boolean;

const UNSURE: Guard = () => false;

/**
 * A guard made from a schema: where it says yes, the schema accepts the value and would return an equal one, so that the
 * value can be used as it is. It walks the schema once, when it is made; running it copies nothing and costs about a
 * tenth of the parse, which is what events by the ten thousand need. It says no to everything it is not certain of: wrong
 * values, keys the schema does not know (a parse drops them), schemas of kinds it does not know. So a yes is never wrong
 * and a no costs one parse, which also names the field. Meant for what JSON can hold; there are no accessors in JSON.
 */
export function guardOf(schema: z.core.$ZodType): Guard {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return stringGuard(def);
    case 'number':
      return numberGuard(def);
    case 'boolean':
      return hasChecks(def) ? UNSURE : (value) => typeof value === 'boolean';
    case 'null':
      return hasChecks(def) ? UNSURE : (value) => value === null;
    case 'unknown':
      return hasChecks(def) ? UNSURE : (value) => value !== undefined;
    case 'enum':
      return hasChecks(def) ? UNSURE : oneOf(Object.values(def.entries));
    case 'literal':
      return hasChecks(def) ? UNSURE : oneOf(def.values);
    case 'nullable': {
      const inner = guardOf(def.innerType);
      return hasChecks(def) ? UNSURE : (value) => value === null || inner(value);
    }
    case 'array':
      return arrayGuard(def);
    case 'object':
      return objectGuard(def);
    case 'union':
      return unionGuard(def);
    default:
      return UNSURE;
  }
}

/** Parses with a schema what its guard is not certain of; what it is certain of is returned as it is. Throws a ZodError. */
export function parserOf<S extends z.ZodType>(schema: S): (value: unknown) => z.output<S> {
  const isExact = guardOf(schema);
  return (value) => (isExact(value) ? (value as z.output<S>) : schema.parse(value));
}

function hasChecks(def: z.core.$ZodTypeDef): boolean {
  return def.checks !== undefined && def.checks.length > 0;
}

/** The definitions of a schema's checks: its own, where it is a check itself (an integer, a UUID), and those added. */
function checksOf(def: z.core.$ZodTypeDef): readonly z.core.$ZodChecks['_zod']['def'][] {
  const own = 'check' in def ? [def as unknown as z.core.$ZodChecks['_zod']['def']] : [];
  return [...own, ...(def.checks ?? []).map((check) => (check as z.core.$ZodChecks)._zod.def)];
}

/** Bounds of a length; null where there are checks of other kinds. */
function lengthOf(checks: readonly z.core.$ZodChecks['_zod']['def'][]): { min: number; max: number } | null {
  let min = 0;
  let max = Number.POSITIVE_INFINITY;
  for (const check of checks) {
    if (check.check === 'min_length') min = Math.max(min, check.minimum);
    else if (check.check === 'max_length') max = Math.min(max, check.maximum);
    else return null;
  }
  return { min, max };
}

function stringGuard(def: z.core.$ZodStringDef): Guard {
  if (def.coerce === true) return UNSURE;
  const checks = checksOf(def);
  const patterns: RegExp[] = [];
  const rest: z.core.$ZodChecks['_zod']['def'][] = [];
  for (const check of checks) {
    const isPattern =
      check.check === 'string_format' && (check.format === 'uuid' || check.format === 'regex');
    const pattern = isPattern ? check.pattern : undefined;
    if (pattern === undefined) rest.push(check);
    // A pattern that remembers where it stopped is no test.
    else if (pattern.global || pattern.sticky) return UNSURE;
    else patterns.push(pattern);
  }
  const length = lengthOf(rest);
  const [pattern, ...others] = patterns;
  if (length === null || others.length > 0) return UNSURE;
  // A schema counts code points, of one or two units each: this many units are certainly enough, and never too many.
  const min = length.min <= 1 ? length.min : length.min * 2;
  const { max } = length;
  if (pattern === undefined)
    return (value) => typeof value === 'string' && value.length >= min && value.length <= max;
  return (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max && pattern.test(value);
}

function numberGuard(def: z.core.$ZodNumberDef): Guard {
  if (def.coerce === true) return UNSURE;
  let min = Number.NEGATIVE_INFINITY;
  let max = Number.POSITIVE_INFINITY;
  let whole = false;
  for (const check of checksOf(def)) {
    if (check.check === 'greater_than' && check.inclusive) min = Math.max(min, Number(check.value));
    else if (check.check === 'less_than' && check.inclusive) max = Math.min(max, Number(check.value));
    else if (check.check === 'number_format' && check.format === 'safeint') {
      whole = true;
      min = Math.max(min, Number.MIN_SAFE_INTEGER);
      max = Math.min(max, Number.MAX_SAFE_INTEGER);
    } else if (check.check === 'number_format' && check.format === 'int32') {
      whole = true;
      min = Math.max(min, -(2 ** 31));
      max = Math.min(max, 2 ** 31 - 1);
    } else return UNSURE;
  }
  if (whole)
    return (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  return (value) => Number.isFinite(value) && (value as number) >= min && (value as number) <= max;
}

function oneOf(values: readonly unknown[]): Guard {
  const known = new Set(values);
  return (value) => known.has(value);
}

function arrayGuard(def: z.core.$ZodArrayDef): Guard {
  const length = lengthOf(checksOf(def));
  if (length === null) return UNSURE;
  const { min, max } = length;
  const element = guardOf(def.element);
  return (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return false;
    for (const item of value) if (!element(item)) return false;
    return true;
  };
}

function objectGuard(def: z.core.$ZodObjectDef): Guard {
  if (hasChecks(def) || def.catchall !== undefined) return UNSURE;
  const keys = Object.keys(def.shape);
  const guards = Object.values(def.shape).map(guardOf);
  const count = keys.length;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    for (let i = 0; i < count; i++) {
      if (!guards[i]?.(fields[keys[i] ?? ''])) return false;
    }
    // No field was missing, or its guard would have said no: as many keys as fields means no other keys.
    let there = 0;
    for (const _ in value) there++;
    return there === count;
  };
}

/** Where options are told apart by a field, or are no objects, the first that is certain is the one a parse would take. */
function unionGuard(def: z.core.$ZodUnionDef): Guard {
  const plain = def.options.every((option) =>
    ['string', 'number', 'boolean', 'null'].includes(option._zod.def.type),
  );
  if (hasChecks(def) || !(plain || 'discriminator' in def)) return UNSURE;
  const options = def.options.map(guardOf);
  return (value) => options.some((option) => option(value));
}
