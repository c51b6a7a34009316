import { unguardFormula } from './csv.ts';
import { type FieldType, IMPORT_FIELDS } from './import-fields.ts';
import type { ImportFile, ImportKind, LineError, LinePlan, LineProblem } from './imports.ts';
import { applyDelta, type Balance, type Item, Quantity, type Threshold } from './inventory.ts';
import { type LimitsProblem, limitsProblem } from './items.ts';
import { Currency, currencyExponent, parseMinorUnits } from './money.ts';

/** What the cells of a line say, by field: null is an empty cell, and a field without a column is absent. */
export type LineValues = Readonly<Partial<Record<string, string | number | null>>>;

/** What was read, or all that is wrong with it. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: LineError[] };

/** Amounts, and what a cell may hold: no signs, exponents, or separators of thousands, which mean different things to different readers. */
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const AMOUNT = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
const SHOWN = 60;

/** Returns an error of a line, at the column of a field. */
export function lineError(
  file: Pick<ImportFile, 'columns'>,
  problem: LineProblem,
  field: string | null,
  values: LineError['values'] = {},
): LineError {
  const column = file.columns.find((c) => c.field === field)?.column ?? null;
  return { problem, column, field, values };
}

const failed = (...errors: LineError[]): Read<never> => ({ ok: false, errors });

/** Reads the cells of a line, which has `width` columns in the file. The cells are in the order of the file's fields. */
export function readCells(
  kind: ImportKind,
  file: ImportFile,
  cells: readonly string[],
  width: number,
): Read<LineValues> {
  if (width !== file.width)
    return failed(lineError(file, 'columns', null, { found: width, expected: file.width }));
  const values: Record<string, string | number | null> = {};
  const errors: LineError[] = [];
  file.columns.forEach(({ field }, n) => {
    const known = IMPORT_FIELDS[kind].find(({ name }) => name === field);
    if (known === undefined) return;
    const text = cells[n] ?? '';
    const value = readCell(known.read, text, file.decimal);
    if (typeof value === 'object' && value !== null)
      errors.push(lineError(file, value.problem, field, { ...value.values, value: text.slice(0, SHOWN) }));
    else if (value === null && known.required) errors.push(lineError(file, 'required', field));
    else values[field] = value;
  });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: values };
}

interface Wrong {
  readonly problem: LineProblem;
  readonly values?: LineError['values'];
}

function readCell(read: FieldType, cell: string, decimal: '.' | ','): string | number | null | Wrong {
  if (read.type === 'text') {
    const text = unguardFormula(cell);
    if (text.length > read.max) return { problem: 'long', values: { max: read.max } };
    return text === '' ? null : text;
  }
  const text = unguardFormula(cell).trim();
  if (text === '') return null;
  if (read.type === 'integer') return readInteger(text, read.min);
  if (read.type === 'currency') return Currency.safeParse(text).success ? text : { problem: 'currency' };
  if (read.type === 'status') return text === 'active' || text === 'archived' ? text : { problem: 'status' };
  // With a decimal comma, a point is a separator of thousands, and the other way round; both are refused.
  const amount = decimal === ',' ? (text.includes('.') ? '' : text.replace(',', '.')) : text;
  return AMOUNT.test(amount) ? amount : { problem: 'amount', values: { decimal } };
}

function readInteger(text: string, min: number): number | Wrong {
  if (!INTEGER.test(text)) return { problem: 'integer' };
  const value = Number(text);
  if (value >= min && Quantity.safeParse(value).success) return value;
  return { problem: 'range', values: { min, max: 2 ** 31 - 1 } };
}

const asText = (value: LineValues[string]): string | null => (typeof value === 'string' ? value : null);
const asNumber = (value: LineValues[string]): number | null => (typeof value === 'number' ? value : null);

/** Returns what stands in a line for a field that may be empty, or what there is where the file has no such column. */
function nullable<T>(
  values: LineValues,
  field: string,
  read: (v: LineValues[string]) => T | null,
  now: T | null,
) {
  return values[field] === undefined ? now : read(values[field]);
}

/**
 * Plans an item: `current` is the item of its SKU, null for a new one, which gets `newId`. Empty cells of what an item must have
 * leave it as it is.
 */
export function planItem(
  file: ImportFile,
  values: LineValues,
  current: Item | null,
  newId: string,
): Read<LinePlan> {
  const errors: LineError[] = [];
  const must = (field: string, now: string | undefined): string => {
    const value = asText(values[field]) ?? now;
    if (value === undefined) errors.push(lineError(file, 'needed_for_new', field));
    return value ?? '';
  };
  const currency = must('currency', current?.currency);
  const amount = (field: 'price' | 'cost'): number | null => {
    const text = asText(values[field]);
    if (text === null) return null;
    const digits = text.split('.')[1]?.length ?? 0;
    const minor = parseMinorUnits(text, currency);
    const exponent = currencyExponent(currency);
    if (minor !== null && digits <= exponent) return minor;
    errors.push(lineError(file, 'amount', field, { value: text.slice(0, SHOWN), digits: exponent }));
    return null;
  };
  const price = amount('price');
  if (price === null && current === null && asText(values['price']) === null)
    errors.push(lineError(file, 'needed_for_new', 'price'));
  // 12.00 would become 1200 of a currency without a minor unit.
  const converts = current !== null && currency !== current.currency;
  if (
    converts &&
    (asText(values['price']) === null || (current.cost !== null && values['cost'] === undefined))
  )
    errors.push(lineError(file, 'price_with_currency', 'currency'));
  const barcode = nullable(values, 'barcode', asText, current?.barcode ?? null);
  const after: Item = {
    id: current?.id ?? newId,
    sku: asText(values['sku']) ?? '',
    name: must('name', current?.name),
    category: must('category', current?.category),
    // An empty cell cannot tell no text from an empty one.
    barcode: barcode === null && current?.barcode === '' ? '' : barcode,
    unit: must('unit', current?.unit),
    price: price ?? current?.price ?? 0,
    cost: values['cost'] === undefined ? (current?.cost ?? null) : amount('cost'),
    currency,
    status: asText(values['status']) === 'archived' ? 'archived' : 'active',
    backorderLimit: asNumber(values['backorder_limit']) ?? current?.backorderLimit ?? 0,
  };
  if (asText(values['status']) === null && current !== null) after.status = current.status;
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, value: { kind: 'items', before: current, after } };
}

/** The stock that a line of levels is about. */
export interface PlannedStock {
  readonly itemId: string;
  readonly locationId: string;
  readonly balance: Balance;
  readonly backorderLimit: number;
}

/** Plans a level: never below what is promised, and only from the quantity that the file expects, if it says so. */
export function planLevel(file: ImportFile, values: LineValues, stock: PlannedStock): Read<LinePlan> {
  const { itemId, locationId, balance, backorderLimit } = stock;
  const before = balance.onHand;
  const after = asNumber(values['on_hand']) ?? before;
  const expected = asNumber(values['expected']);
  if (expected !== null && expected !== before)
    return failed(lineError(file, 'expected', 'expected', { expected, current: before }));
  const applied = applyDelta(balance, { onHand: after - before }, backorderLimit);
  if (!applied.ok) {
    const min = balance.committed + balance.unavailable - backorderLimit;
    return failed(lineError(file, 'below_committed', 'on_hand', { value: after, min }));
  }
  return { ok: true, value: { kind: 'levels', itemId, locationId, before, after, expected } };
}

/** How files name what `limitsProblem` finds. */
const CONTRADICTIONS = {
  outAboveLow: { problem: 'out_above_low', field: 'out_at' },
  recoverBelowLow: { problem: 'recover_below_low', field: 'recover_at' },
  overBelowLow: { problem: 'over_below_low', field: 'over_at' },
} as const satisfies Readonly<Record<LimitsProblem, { problem: LineProblem; field: string }>>;

/** Plans a threshold. Where the file has no column for a limit, the one that is set stays. */
export function planThreshold(
  file: ImportFile,
  values: LineValues,
  scope: Pick<Threshold, 'itemId' | 'locationId' | 'category'>,
  current: Threshold | null,
): Read<LinePlan> {
  const limit = (field: string, now: number | null): number | null => nullable(values, field, asNumber, now);
  const after: Threshold = {
    itemId: scope.itemId,
    locationId: scope.locationId,
    category: scope.category,
    lowAt: asNumber(values['low_at']) ?? current?.lowAt ?? 0,
    outAt: asNumber(values['out_at']) ?? current?.outAt ?? 0,
    overAt: limit('over_at', current?.overAt ?? null),
    expiringWithinDays: limit('expiring_within_days', current?.expiringWithinDays ?? null),
    recoverAt: limit('recover_at', current?.recoverAt ?? null),
  };
  const wrong = limitsProblem(after);
  if (wrong !== null) {
    const { problem, field } = CONTRADICTIONS[wrong];
    return failed(lineError(file, problem, field, { low: after.lowAt }));
  }
  if ((after.expiringWithinDays ?? 0) > 3650)
    return failed(lineError(file, 'range', 'expiring_within_days', { min: 1, max: 3650 }));
  return { ok: true, value: { kind: 'thresholds', before: current, after } };
}
