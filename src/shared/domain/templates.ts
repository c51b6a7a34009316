/** A variable of a canned reply. A SKU is compared without regard to case. */
export type Variable =
  | { readonly kind: 'customer.name' | 'agent.name' | 'order.id' }
  | { readonly kind: 'stock'; readonly sku: string };

/** A part of a template: text, or a variable as it was written. `variable` is null where the name is unknown. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly source: string }
  | { readonly kind: 'variable'; readonly source: string; readonly variable: Variable | null };

/** Why a variable has no value. `stale`: the stock figure is not current, because the feed is not live. */
export const VARIABLE_PROBLEMS = [
  'unknown',
  'no_customer',
  'no_agent',
  'no_order',
  'no_item',
  'stale',
] as const;
export type VariableProblem = (typeof VARIABLE_PROBLEMS)[number];

/** What the variables stand for; null where there is no value. */
export interface TemplateValues {
  readonly customerName: string | null;
  readonly agentName: string | null;
  /** The number of the conversation's newest order. */
  readonly orderNumber: string | null;
  /** Returns the units available of a SKU over all locations; null if no such item is for sale. */
  readonly stock: (sku: string) => number | null;
  /** Whether stock figures are current. */
  readonly live: boolean;
}

/** A stock figure in a text, and where it stands, in UTF-16 units. */
export interface StockFigure {
  readonly sku: string;
  readonly units: number;
  readonly start: number;
  readonly end: number;
}

/** A variable that was left as it was written, and why. */
export interface OpenVariable {
  readonly source: string;
  readonly problem: VariableProblem;
}

/** A template with its variables resolved. What has no value stays as it was written. */
export interface ResolvedTemplate {
  readonly text: string;
  readonly open: readonly OpenVariable[];
  readonly figures: readonly StockFigure[];
}

/** The longest name of a variable: `stock.` and a SKU, with spaces. */
const MAX_NAME = 100;
const MAX_SKU = 64;
/** Stock figures that are followed in one text. */
export const MAX_FIGURES = 20;
const VARIABLE = new RegExp(`\\{\\{([^{}\\n]{0,${MAX_NAME}})\\}\\}`, 'g');

/** The variables that a template may use, as they are written; that of the stock with a SKU to replace. */
export const VARIABLE_SOURCES = [
  '{{customer.name}}',
  '{{agent.name}}',
  '{{order.id}}',
  '{{stock.SKU}}',
] as const;

/** Splits a template. The sources of the parts, joined, are the template. */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of template.matchAll(VARIABLE)) {
    if (match.index > at) parts.push({ kind: 'text', source: template.slice(at, match.index) });
    parts.push({ kind: 'variable', source: match[0], variable: variableNamed(match[1] ?? '') });
    at = match.index + match[0].length;
  }
  if (at < template.length) parts.push({ kind: 'text', source: template.slice(at) });
  return parts;
}

function variableNamed(written: string): Variable | null {
  const name = written.trim();
  if (name === 'customer.name' || name === 'agent.name' || name === 'order.id') return { kind: name };
  const sku = name.startsWith('stock.') ? name.slice('stock.'.length).trim() : '';
  return sku === '' || sku.length > MAX_SKU ? null : { kind: 'stock', sku };
}

/** Returns the variables of a template in their order, each as often as it is written. */
export function variablesOf(template: string): Extract<TemplatePart, { kind: 'variable' }>[] {
  return parseTemplate(template).filter((part) => part.kind === 'variable');
}

/** Returns the first variable with an unknown name, as it is written; undefined if there is none. */
export function unknownVariable(template: string): string | undefined {
  return variablesOf(template).find(({ variable }) => variable === null)?.source;
}

/** Returns where the next variable at or after a position stands; null if there is none. */
export function nextVariable(
  text: string,
  from: number,
): { readonly start: number; readonly end: number } | null {
  for (const match of text.matchAll(VARIABLE))
    if (match.index >= from) return { start: match.index, end: match.index + match[0].length };
  return null;
}

/**
 * Resolves a template. A value never brings a variable of its own: braces are left out of it. `known` are the figures that the text
 * between its variables has already; they move with it.
 */
export function resolveTemplate(
  template: string,
  values: TemplateValues,
  known: readonly StockFigure[] = [],
): ResolvedTemplate {
  const open: OpenVariable[] = [];
  const figures: StockFigure[] = [];
  let text = '';
  let at = 0;
  for (const part of parseTemplate(template)) {
    const from = at;
    at += part.source.length;
    if (part.kind === 'text') {
      const shift = text.length - from;
      for (const figure of known)
        if (figure.start >= from && figure.end <= at)
          figures.push({ ...figure, start: figure.start + shift, end: figure.end + shift });
      text += part.source;
      continue;
    }
    const value = worthOf(part.variable, values);
    if (typeof value === 'object') {
      open.push({ source: part.source, problem: value.problem });
      text += part.source;
      continue;
    }
    const start = text.length;
    text += value;
    if (part.variable?.kind === 'stock')
      figures.push({ sku: part.variable.sku, units: Number(value), start, end: text.length });
  }
  return { text, open, figures: figures.slice(0, MAX_FIGURES) };
}

function worthOf(
  variable: Variable | null,
  values: TemplateValues,
): string | { readonly problem: VariableProblem } {
  if (variable === null) return { problem: 'unknown' };
  switch (variable.kind) {
    case 'customer.name':
      return wordsOr(values.customerName, 'no_customer');
    case 'agent.name':
      return wordsOr(values.agentName, 'no_agent');
    case 'order.id':
      return wordsOr(values.orderNumber, 'no_order');
    case 'stock': {
      const units = values.stock(variable.sku);
      if (units === null) return { problem: 'no_item' };
      return values.live ? String(units) : { problem: 'stale' };
    }
  }
}

function wordsOr(
  value: string | null,
  problem: VariableProblem,
): string | { readonly problem: VariableProblem } {
  const words = (value ?? '').replace(/[{}]/g, '').trim();
  return words === '' ? { problem } : words;
}

/** Returns the units for sale over all locations. What is oversold at one place is missing at the others; never below 0. */
export function unitsForSale(available: readonly number[]): number {
  return Math.max(
    0,
    available.reduce((sum, units) => sum + units, 0),
  );
}

/**
 * Returns where the figures of a text stand after an edit. A figure that the edit touched is the writer's own from then on, and
 * is left out.
 */
export function movedFigures(
  figures: readonly StockFigure[],
  before: string,
  after: string,
): readonly StockFigure[] {
  if (figures.length === 0 || before === after) return figures;
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same += 1;
  let tail = 0;
  while (tail < shorter && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const shift = after.length - before.length;
  return figures.flatMap((figure) => {
    const by = figure.end <= same ? 0 : figure.start >= before.length - tail ? shift : null;
    if (by === null) return [];
    const moved = { ...figure, start: figure.start + by, end: figure.end + by };
    return standsAlone(after, moved) ? [moved] : [];
  });
}

/** Whether a figure is in the text, with no digit beside it. */
function standsAlone(text: string, { units, start, end }: StockFigure): boolean {
  return (
    start >= 0 &&
    text.slice(start, end) === String(units) &&
    !/\d/.test(text[start - 1] ?? '') &&
    !/\d/.test(text[end] ?? '')
  );
}

/** Returns those of some figures that a text still has, in their order. What was kept may be of another text. */
export function figuresIn(text: string, figures: readonly StockFigure[]): StockFigure[] {
  return figures.filter((figure) => standsAlone(text, figure)).slice(0, MAX_FIGURES);
}

/** Returns the figures of a text after others were inserted into it in place of `[start, end)`. */
export function withFigures(
  figures: readonly StockFigure[],
  [start, end]: readonly [number, number],
  inserted: { readonly text: string; readonly figures: readonly StockFigure[] },
): StockFigure[] {
  const shift = inserted.text.length - (end - start);
  return [
    ...figures.filter((figure) => figure.end <= start),
    ...inserted.figures.map((figure) => ({
      ...figure,
      start: figure.start + start,
      end: figure.end + start,
    })),
    ...figures
      .filter((figure) => figure.start >= end)
      .map((figure) => ({ ...figure, start: figure.start + shift, end: figure.end + shift })),
  ].slice(0, MAX_FIGURES);
}

/** A figure that is another one by now; null where no such item is for sale any more. */
export interface ChangedFigure {
  readonly sku: string;
  readonly was: number;
  readonly now: number | null;
}

/** Returns the figures that have changed, each SKU and value once. `stock` returns the units of now. */
export function changedFigures(
  figures: readonly StockFigure[],
  stock: (sku: string) => number | null,
): ChangedFigure[] {
  const changed = new Map<string, ChangedFigure>();
  for (const { sku, units } of figures) {
    const now = stock(sku);
    if (now !== units) changed.set(`${units} ${sku}`, { sku, was: units, now });
  }
  return [...changed.values()];
}

/** Returns a text with its figures as they are now. One whose item is gone becomes its variable again. */
export function updatedFigures(
  text: string,
  figures: readonly StockFigure[],
  stock: (sku: string) => number | null,
): { readonly text: string; readonly figures: readonly StockFigure[] } {
  let updated = '';
  let at = 0;
  const placed: StockFigure[] = [];
  for (const { sku, start, end } of figures.toSorted((a, b) => a.start - b.start)) {
    const units = stock(sku);
    updated += text.slice(at, start);
    const from = updated.length;
    updated += units === null ? `{{stock.${sku}}}` : String(units);
    if (units !== null) placed.push({ sku, units, start: from, end: updated.length });
    at = end;
  }
  return { text: updated + text.slice(at), figures: placed };
}
