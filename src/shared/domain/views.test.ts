import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeView,
  mayChangeView,
  sameContent,
  seesView,
  type View,
  type ViewChange,
  type ViewContent,
} from './views.ts';

const text = fc.string({ minLength: 1, maxLength: 20 });
const content: fc.Arbitrary<ViewContent> = fc.record({
  filters: fc.uniqueArray(fc.record({ name: text, value: fc.string({ maxLength: 20 }) }), {
    maxLength: 5,
    selector: ({ name }) => name,
  }),
  sort: fc.option(fc.record({ by: text, direction: fc.constantFrom('asc' as const, 'desc' as const) })),
  columns: fc.option(
    fc.array(fc.record({ id: text, width: fc.option(fc.integer({ min: 40, max: 800 })) }), { maxLength: 5 }),
  ),
});
const view: fc.Arbitrary<View> = fc
  .tuple(content, fc.boolean(), fc.integer({ min: 1, max: 1000 }))
  .map(([shown, shared, version]) => ({
    id: 'v',
    page: 'inventory',
    name: 'A view',
    ownerId: 'ann',
    ownerName: 'Ann',
    shared,
    ...shown,
    version,
    changedBy: 'Ann',
    changedAt: 0,
  }));
const change: fc.Arbitrary<ViewChange> = fc.oneof(
  fc.record({ kind: fc.constant('save' as const), name: text, content }),
  fc.record({ kind: fc.constant('rename' as const), name: text }),
  fc.record({ kind: fc.constant('share' as const), shared: fc.boolean() }),
);

describe('views', () => {
  it('count their changes, and keep their owner and page', () => {
    fc.assert(
      fc.property(view, fc.array(change, { maxLength: 6 }), (start, changes) => {
        const end = changes.reduce((v, c) => changeView(v, c, { name: 'Ben', now: 5 }), start);
        expect(end.version).toBe(start.version + changes.length);
        expect(end).toMatchObject({ id: start.id, page: start.page, ownerId: 'ann', ownerName: 'Ann' });
        const shares = changes.filter((c) => c.kind === 'share');
        expect(end.shared).toBe(shares.at(-1)?.shared ?? start.shared);
        const saves = changes.filter((c) => c.kind === 'save');
        expect(sameContent(end, saves.at(-1)?.content ?? start)).toBe(true);
      }),
    );
  });

  it('are seen and changed by their owner, and by others while they are shared', () => {
    fc.assert(
      fc.property(view, fc.boolean(), (v, may) => {
        expect(seesView(v, 'ann')).toBe(true);
        expect(mayChangeView(v, 'ann', may)).toBe(true);
        expect(seesView(v, 'ben')).toBe(v.shared);
        expect(mayChangeView(v, 'ben', may)).toBe(v.shared && may);
      }),
    );
  });

  it('show the same whatever the order of their filters', () => {
    fc.assert(
      fc.property(content, (shown) => {
        expect(sameContent(shown, { ...shown, filters: [...shown.filters].reverse() })).toBe(true);
        const more = { ...shown, filters: [...shown.filters, { name: 'another one', value: 'x' }] };
        expect(sameContent(shown, more)).toBe(false);
      }),
    );
  });
});
