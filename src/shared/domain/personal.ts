import { z } from 'zod';

const marked = z.registry<{ readonly personal: true }>();

/**
 * Declares a field as personal data of a customer. Rows, events and answers that hold it are shown without it to those who lack
 * the permission; all of that is derived from this mark. The field is nullable, because null stands in its place.
 */
export function personal<T extends z.ZodType>(schema: z.ZodNullable<T>): z.ZodNullable<T> {
  marked.add(schema, { personal: true });
  return schema;
}

/** Returns a value with null in place of personal data; what holds none is returned unchanged. */
export type Redactor = (value: unknown) => unknown;

const known = new WeakMap<z.core.$ZodType, { readonly redactor: Redactor | null }>();

/** Returns what removes the personal data from values of a schema; null if they hold none. The schema is walked once. */
export function redactorOf(schema: z.core.$ZodType): Redactor | null {
  let found = known.get(schema);
  if (!found) {
    found = { redactor: build(schema) };
    known.set(schema, found);
  }
  return found.redactor;
}

function build(schema: z.core.$ZodType): Redactor | null {
  if (marked.has(schema)) return () => null;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return ofObject(def.shape);
    case 'array':
      return ofArray(redactorOf(def.element));
    case 'nullable':
    case 'optional':
    case 'default':
    case 'readonly':
      return ofMaybe(redactorOf(def.innerType));
    case 'record':
      return ofRecord(redactorOf(def.valueType));
    case 'union':
      return ofUnion(def.options.map(redactorOf));
    case 'intersection':
      return ofUnion([redactorOf(def.left), redactorOf(def.right)]);
    default:
      return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofObject(shape: Readonly<Record<string, z.core.$ZodType>>): Redactor | null {
  const fields = Object.entries(shape).flatMap(([key, inner]): [string, Redactor][] => {
    const redact = redactorOf(inner);
    return redact ? [[key, redact]] : [];
  });
  if (fields.length === 0) return null;
  return (value) => {
    if (!isRecord(value)) return value;
    const shown: Record<string, unknown> = { ...value };
    for (const [key, redact] of fields) if (key in shown) shown[key] = redact(shown[key]);
    return shown;
  };
}

function ofArray(inner: Redactor | null): Redactor | null {
  return inner && ((value) => (Array.isArray(value) ? value.map(inner) : value));
}

function ofMaybe(inner: Redactor | null): Redactor | null {
  return inner && ((value) => (value === null || value === undefined ? value : inner(value)));
}

function ofRecord(inner: Redactor | null): Redactor | null {
  return (
    inner &&
    ((value) =>
      isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]))
        : value)
  );
}

/** Every option is applied: a field that is personal in one of them is removed from all. */
function ofUnion(options: readonly (Redactor | null)[]): Redactor | null {
  const all = options.filter((redact) => redact !== null);
  return all.length === 0 ? null : (value) => all.reduce((shown, redact) => redact(shown), value);
}
