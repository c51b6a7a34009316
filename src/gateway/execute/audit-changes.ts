import { type AuditChange, MAX_AUDIT_CHANGES, MAX_AUDIT_VALUE } from '#shared/domain/audit.ts';
import type { AuditedFields, AuditedRecord } from '../kernel.ts';

/** Fields whose values are never written down, wherever they come from. */
const SECRET = /password|secret|token|hash$/i;

/** Returns the fields in which the record differs after an event. Nested objects are compared field by field. */
export function changedFields({ record, before, after }: AuditedRecord): AuditChange[] {
  const from = flatten(before);
  const to = flatten(after);
  const changes: AuditChange[] = [];
  for (const field of new Set([...from.keys(), ...to.keys()])) {
    const change = { from: from.get(field) ?? null, to: to.get(field) ?? null };
    if (change.from === change.to || SECRET.test(field)) continue;
    changes.push({ record: record.slice(0, 200), field: field.slice(0, 100), ...change });
  }
  return changes;
}

/** Keeps as many changes as an audit row holds; the last one then says how many there were. */
export function boundedChanges(changes: readonly AuditChange[]): AuditChange[] {
  if (changes.length <= MAX_AUDIT_CHANGES) return [...changes];
  const more = { record: '', field: '…', from: null, to: changes.length };
  return [...changes.slice(0, MAX_AUDIT_CHANGES - 1), more];
}

type Flat = Map<string, AuditChange['from']>;

function flatten(fields: AuditedFields | null): Flat {
  const flat: Flat = new Map();
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (!isObject(value)) flat.set(name, shown(value));
    else for (const [part, inner] of Object.entries(value)) flat.set(`${name}.${part}`, shown(inner));
  }
  return flat;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): AuditChange['from'] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
  return text.length <= MAX_AUDIT_VALUE ? text : `${text.slice(0, MAX_AUDIT_VALUE).toWellFormed()}…`;
}
