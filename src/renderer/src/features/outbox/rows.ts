import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { TypedRow } from '#shared/bridge/outbox.ts';
import { recordsIn } from '../../lib/about.ts';
import { asEntry } from '../../stores/leaving.ts';

/** Something unsent: a command, or a text in the shape of the command that it would become. */
export interface UnsentRow {
  readonly key: string;
  readonly entry: OutboxEntry;
  /** The draft or form; null for a command. */
  readonly typed: TypedRow | null;
}

/** Returns the row of a command. */
export function commandRow(entry: OutboxEntry): UnsentRow {
  return { key: entry.id, entry, typed: null };
}

/** Returns the row of a draft or form. */
export function typedRow(typed: TypedRow): UnsentRow {
  const key = typedKey(typed);
  return { key, entry: { ...asEntry(typed.type, typed.data, typed.at), id: key }, typed };
}

/** Returns the key of a draft or form: there is one for each command and record. */
export function typedKey({ type, key }: Pick<TypedRow, 'type' | 'key'>): string {
  return `${type}:${key}`;
}

/** Returns the records that a row is about, the closest first. */
export const recordsOf = ({ entry }: UnsentRow) => recordsIn(entry.data);
