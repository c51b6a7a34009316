import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedFigures,
  figuresIn,
  movedFigures,
  nextVariable,
  parseTemplate,
  resolveTemplate,
  type StockFigure,
  type TemplateValues,
  unitsForSale,
  unknownVariable,
  updatedFigures,
  variablesOf,
  withFigures,
} from './templates.ts';

const VALUES: TemplateValues = {
  customerName: 'Ada',
  agentName: 'Ben',
  orderNumber: '1042',
  stock: (sku) => (sku === 'TEA-1' ? 12 : null),
  live: true,
};
const resolved = (template: string, values: Partial<TemplateValues> = {}) =>
  resolveTemplate(template, { ...VALUES, ...values });
/** Text with braces, names and line breaks, so that variables occur. */
const template = fc
  .array(
    fc.oneof(
      fc.constantFrom('{{', '}}', '{', '}', '\n', ' ', 'stock.', 'TEA-1', 'customer.name', 'order.id', 'x'),
      fc.constantFrom('{{customer.name}}', '{{ agent.name }}', '{{order.id}}', '{{stock.TEA-1}}', '{{what}}'),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const plain = fc.string({ maxLength: 8 }).map((text) => text.replace(/[{}\d]/g, '.'));

describe('templates', () => {
  it('are text and variables, which make the whole again', () => {
    fc.assert(
      fc.property(template, (text) => {
        expect(
          parseTemplate(text)
            .map(({ source }) => source)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('take spaces inside the braces, and SKUs of any kind', () => {
    expect(variablesOf('{{ customer.name }}{{stock.A B/1}}').map(({ variable }) => variable)).toEqual([
      { kind: 'customer.name' },
      { kind: 'stock', sku: 'A B/1' },
    ]);
    for (const text of ['{{stock.}}', '{{name}}', '{{}}', `{{stock.${'x'.repeat(65)}}}`])
      expect(unknownVariable(`Hello ${text}`)).toBe(text);
    expect(unknownVariable('{{order.id}} {x} {{a\nb}}')).toBeUndefined();
  });

  it('are resolved with values; what has none stays, with the reason', () => {
    expect(resolved('Hello {{customer.name}}, {{stock.TEA-1}} left. {{agent.name}} {{order.id}}')).toEqual({
      text: 'Hello Ada, 12 left. Ben 1042',
      open: [],
      figures: [{ sku: 'TEA-1', units: 12, start: 11, end: 13 }],
    });
    const open = (text: string, values: Partial<TemplateValues> = {}) =>
      resolved(text, values).open.map(({ problem }) => problem);
    expect(open('{{what}} {{stock.NO}}')).toEqual(['unknown', 'no_item']);
    expect(open('{{stock.TEA-1}}', { live: false })).toEqual(['stale']);
    expect(open('{{stock.NO}}', { live: false })).toEqual(['no_item']);
    expect(
      open('{{customer.name}}{{agent.name}}{{order.id}}', {
        customerName: ' ',
        agentName: '',
        orderNumber: null,
      }),
    ).toEqual(['no_customer', 'no_agent', 'no_order']);
  });

  it('keep the text around variables, and name every variable that is left', () => {
    fc.assert(
      fc.property(template, fc.boolean(), (text, live) => {
        const { text: result, open, figures } = resolved(text, { live });
        const parts = parseTemplate(text);
        expect(open.length + parts.filter(({ kind }) => kind === 'text').length).toBeLessThanOrEqual(
          parts.length,
        );
        for (const { source } of open) expect(result).toContain(source);
        for (const { start, end, units } of figures) expect(result.slice(start, end)).toBe(String(units));
      }),
    );
  });

  it('have no variable left once all have values, whatever these say', () => {
    const part = fc.oneof(plain, fc.constantFrom('{{customer.name}}', '{{order.id}}', '{{stock.TEA-1}}'));
    fc.assert(
      fc.property(fc.array(part), fc.string({ minLength: 1 }), (parts, name) => {
        const customerName = `a${name}{{order.id}}`;
        const { text, open } = resolved(parts.join(''), { customerName });
        expect([open, variablesOf(text)]).toEqual([[], []]);
      }),
    );
  });

  it('move the figures that the text has already', () => {
    const text = 'Hi {{customer.name}}: 7 and {{stock.TEA-1}}';
    const known = [{ sku: 'X', units: 7, start: 22, end: 23 }];
    const { text: result, figures } = resolveTemplate(text, VALUES, known);
    expect(result).toBe('Hi Ada: 7 and 12');
    expect(figures.map(({ sku, start, end }) => [sku, result.slice(start, end)])).toEqual([
      ['X', '7'],
      ['TEA-1', '12'],
    ]);
  });

  it('have a next variable for the Tab key', () => {
    expect(nextVariable('a {{b}} {{c}}', 3)).toEqual({ start: 8, end: 13 });
    expect(nextVariable('a {{b}}', 3)).toBeNull();
  });
});

describe('stock figures', () => {
  const figure = (units: number, start: number): StockFigure => ({
    sku: `S${units}`,
    units,
    start,
    end: start + String(units).length,
  });

  it('are what is for sale over all locations', () => {
    expect(unitsForSale([3, -1, 10])).toBe(12);
    expect(unitsForSale([-3])).toBe(0);
    expect(unitsForSale([])).toBe(0);
  });

  it('stay with their text through edits elsewhere, and are the writer’s own once edited', () => {
    fc.assert(
      fc.property(plain, plain, plain, plain, fc.nat(999), (head, tail, cut, typed, units) => {
        const before = `${head} ${units} ${tail}${cut}`;
        const figures = [figure(units, head.length + 1)];
        for (const after of [`${typed}${before}`, `${before}${typed}`, `${head} ${units} ${tail}${typed}`]) {
          const [moved] = movedFigures(figures, before, after);
          expect(moved && after.slice(moved.start, moved.end)).toBe(String(units));
        }
        expect(movedFigures(figures, before, `${head} x ${tail}${cut}`)).toEqual([]);
      }),
    );
  });

  it('are not those that a digit was typed beside', () => {
    expect(movedFigures([figure(12, 0)], '12 left', '120 left')).toEqual([]);
    expect(movedFigures([figure(12, 2)], '1 12', '12')).toEqual([figure(12, 0)]);
  });

  it('are found again in a text that was kept', () => {
    expect(figuresIn('12 left', [figure(12, 0), figure(9, 3)])).toEqual([figure(12, 0)]);
  });

  it('come with what is inserted', () => {
    const before = 'A 5 / B 6';
    const placed = withFigures([figure(5, 2), figure(6, 8)], [4, 5], {
      text: '12!',
      figures: [figure(12, 0)],
    });
    const after = 'A 5 12! B 6';
    expect(placed.map(({ start, end }) => after.slice(start, end))).toEqual(['5', '12', '6']);
    expect(before).toHaveLength(9);
  });

  it('are asked about when they have changed, and replaced on demand', () => {
    const text = '12 and 5, 12';
    const figures = [figure(12, 0), figure(5, 7), figure(12, 10)];
    const now = (sku: string): number | null => (sku === 'S12' ? 9 : null);
    expect(changedFigures(figures, now)).toEqual([
      { sku: 'S12', was: 12, now: 9 },
      { sku: 'S5', was: 5, now: null },
    ]);
    const updated = updatedFigures(text, figures, now);
    expect(updated.text).toBe('9 and {{stock.S5}}, 9');
    expect(updated.figures.map(({ start, end }) => updated.text.slice(start, end))).toEqual(['9', '9']);
    expect(changedFigures(updated.figures, now)).toEqual([]);
  });
});
