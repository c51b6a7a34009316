import {
  lineError,
  planItem,
  planLevel,
  planThreshold,
  type Read,
  readCells,
} from '#shared/domain/import-lines.ts';
import { effectOf, lowersStock } from '#shared/domain/import-plans.ts';
import type { Import, LineError, LinePlan } from '#shared/domain/imports.ts';
import { scopeKey } from '#shared/domain/inventory.ts';
import {
  locationIds,
  readActiveByBarcode,
  readItemBySku,
  readStock,
  readThreshold,
} from '../inventory/index.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import type { LineResult, StoredLine } from './tables.ts';

type Values = Extract<ReturnType<typeof readCells>, { ok: true }>['value'];

/** What a line is about, and what it does. */
interface Planned {
  readonly key: string | null;
  readonly label: string;
  readonly read: Read<LinePlan>;
}

const said = (value: Values[string]): string => (value === null || value === undefined ? '' : String(value));

/** Compares a line with what there is. `lineWith` returns the line that has a record already. Writes nothing. */
export function checkLine(
  context: CommandContext,
  found: Import,
  stored: StoredLine,
  lineWith: (key: string) => number | undefined,
): LineResult {
  const { kind, file } = found;
  const { line } = stored;
  const cells = readCells(kind, file, stored.cells, stored.width);
  if (!cells.ok) return refusedLine(line, labelOf(found, stored), null, cells.errors);
  const { key, label, read } = PLANS[kind](context, found, cells.value);
  const other = key === null ? undefined : lineWith(key);
  if (other !== undefined && other !== line)
    return refusedLine(line, label, null, [
      lineError(file, 'duplicate', kind === 'levels' ? 'sku' : firstField(found), { line: other }),
    ]);
  if (!read.ok) return refusedLine(line, label, key, read.errors);
  const state = effectOf(read.value);
  const turn = state === 'unchanged' ? null : lowersStock(read.value) ? 0 : 1;
  return { line, state, key, label, errors: null, plan: read.value, turn };
}

function refusedLine(line: number, label: string, key: string | null, errors: LineError[]): LineResult {
  return { line, state: 'error', key, label, errors: errors.slice(0, 40), plan: null, turn: null };
}

const firstField = ({ file }: Import): string | null => file.columns[0]?.field ?? null;

/** The record that a line names, as far as its cells can be read. */
function labelOf({ file }: Import, { cells }: StoredLine): string {
  return file.columns
    .flatMap(({ field }, n) => (LABEL_FIELDS.includes(field) ? [(cells[n] ?? '').slice(0, 64)] : []))
    .filter((part) => part !== '')
    .join(' · ');
}

const LABEL_FIELDS: readonly string[] = ['sku', 'location'];

const PLANS: Readonly<
  Record<Import['kind'], (context: CommandContext, found: Import, values: Values) => Planned>
> = {
  items({ sql, newId }, { file }, values) {
    const sku = said(values['sku']);
    const read = planItem(file, values, readItemBySku(sql, sku) ?? null, newId());
    const taken = read.ok ? barcodeTaken(sql, read.value) : null;
    if (taken === null) return { key: sku, label: sku, read };
    const errors = [lineError(file, 'barcode_taken', 'barcode', { sku: taken })];
    return { key: sku, label: sku, read: { ok: false, errors } };
  },

  levels({ sql, now }, { file }, values) {
    const label = `${said(values['sku'])} · ${said(values['location'])}`;
    const item = readItemBySku(sql, said(values['sku']));
    const place = placeOf(sql, file, values);
    const errors = [...(item ? [] : [unknownItem(file, values)]), ...(place.ok ? [] : place.errors)];
    if (!item || !place.ok || place.value === null) return { key: null, label, read: { ok: false, errors } };
    const at = { itemId: item.id, locationId: place.value };
    const stock = readStock(sql, at.itemId, at.locationId, now);
    if (typeof stock === 'string') return { key: null, label, read: { ok: false, errors } };
    return {
      key: JSON.stringify([at.itemId, at.locationId]),
      label,
      read: planLevel(file, values, { ...at, ...stock }),
    };
  },

  thresholds({ sql }, { file }, values) {
    const parts = ['sku', 'category', 'location'].map((field) => said(values[field]));
    const label = parts.filter((part) => part !== '').join(' · ');
    const sku = said(values['sku']);
    const item = sku === '' ? null : (readItemBySku(sql, sku) ?? undefined);
    const place = placeOf(sql, file, values);
    const errors = [
      ...(item === undefined ? [unknownItem(file, values)] : []),
      ...(place.ok ? [] : place.errors),
    ];
    if (item === undefined || !place.ok) return { key: null, label, read: { ok: false, errors } };
    const category = said(values['category']);
    const scope = {
      itemId: item?.id ?? null,
      locationId: place.value,
      category: category === '' ? null : category,
    };
    const read = planThreshold(file, values, scope, readThreshold(sql, scope) ?? null);
    return { key: scopeKey(scope), label, read };
  },
};

/** Returns the SKU of the active item that has the barcode of an item that would be active. */
function barcodeTaken(sql: Sql, plan: LinePlan): string | null {
  if (plan.kind !== 'items' || effectOf(plan) === 'unchanged') return null;
  const { id, barcode, status } = plan.after;
  if (barcode === null || status !== 'active') return null;
  return readActiveByBarcode(sql, barcode, id)?.sku ?? null;
}

function unknownItem(file: Import['file'], values: Values): LineError {
  return lineError(file, 'unknown_item', 'sku', { value: said(values['sku']).slice(0, 60) });
}

/** Returns the location that a line names; null where it names none. */
function placeOf(sql: Sql, file: Import['file'], values: Values): Read<string | null> {
  const name = said(values['location']);
  if (name === '') return { ok: true, value: null };
  const ids = locationIds(sql, name);
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return { ok: true, value: id };
  const problem = ids.length === 0 ? 'unknown_location' : 'ambiguous_location';
  return { ok: false, errors: [lineError(file, problem, 'location', { value: name.slice(0, 60) })] };
}
