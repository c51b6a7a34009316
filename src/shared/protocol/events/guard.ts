import type { z } from 'zod';

/** A fast check that a value is valid. False means "not certain": the schema must then decide. */
export type Guard = (value: unknown) => boolean;

const UNSURE: Guard = () => false;

/**
 * Creates a guard from a schema. If the guard returns true, the schema accepts the value and would return an equal one, so
 * the value can be used as it is. The schema is walked once, here; running the guard copies nothing and takes about a tenth
 * of the time of a parse. The guard returns false for everything it is not certain of: invalid values, keys that the schema
 * does not know (a parse drops them) and unsupported kinds of schema. So true is never wrong, and false costs one parse,
 * which also names the field. For JSON values only: values must not have accessors.
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
    case 'default': {
      // A missing value is not exact: parsing fills it in.
      const inner = guardOf(def.innerType);
      return hasChecks(def) ? UNSURE : (value) => value !== undefined && inner(value);
    }
    case 'optional': {
      // `objectGuard` accepts that the field is missing.
      const inner = guardOf(def.innerType);
      return hasChecks(def) ? UNSURE : inner;
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

/**
 * Creates a parser that returns values accepted by the schema's guard unchanged and parses the others. It throws a
 * ZodError.
 */
export function parserOf<S extends z.ZodType>(schema: S): (value: unknown) => z.output<S> {
  const isExact = guardOf(schema);
  return (value) => (isExact(value) ? (value as z.output<S>) : schema.parse(value));
}

function hasChecks(def: z.core.$ZodTypeDef): boolean {
  return def.checks !== undefined && def.checks.length > 0;
}

/**
 * Returns the definitions of a schema's checks, including its own if the schema is a check itself (an integer, a UUID).
 */
function checksOf(def: z.core.$ZodTypeDef): readonly z.core.$ZodChecks['_zod']['def'][] {
  const own = 'check' in def ? [def as unknown as z.core.$ZodChecks['_zod']['def']] : [];
  return [...own, ...(def.checks ?? []).map((check) => (check as z.core.$ZodChecks)._zod.def)];
}

/** Returns the bounds of a length; null if there are checks of other kinds. */
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
    // A global or sticky pattern keeps its last position, so its result depends on earlier calls.
    else if (pattern.global || pattern.sticky) return UNSURE;
    else patterns.push(pattern);
  }
  const length = lengthOf(rest);
  const [pattern, ...others] = patterns;
  if (length === null || others.length > 0) return UNSURE;
  // Schemas count code points, of one or two code units each. Twice the minimum in units is certainly long enough.
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
  const optional = Object.values(def.shape).map(
    (field) => (field as z.core.$ZodTypes)._zod.def.type === 'optional',
  );
  const count = keys.length;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    let known = 0;
    for (let i = 0; i < count; i++) {
      const field = fields[keys[i] ?? ''];
      if (field === undefined && optional[i]) continue;
      if (!guards[i]?.(field)) return false;
      known++;
    }
    // The guards of missing fields return false, so only optional fields are missing: an equal count means that there are
    // no other keys.
    let found = 0;
    for (const _ in value) found++;
    return found === known;
  };
}

/**
 * With discriminated or primitive options, the first option whose guard returns true is the one that a parse would
 * choose.
 */
function unionGuard(def: z.core.$ZodUnionDef): Guard {
  const plain = def.options.every((option) =>
    ['string', 'number', 'boolean', 'null'].includes(option._zod.def.type),
  );
  if (hasChecks(def) || !(plain || 'discriminator' in def)) return UNSURE;
  const options = def.options.map(guardOf);
  return (value) => options.some((option) => option(value));
}
