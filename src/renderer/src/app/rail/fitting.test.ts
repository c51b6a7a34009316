import { expect, it } from 'vitest';
import { NAV } from '../nav.ts';
import { footOf, isAt } from './fitting.ts';

const paths = (entries: readonly { readonly path: string }[]): string[] => entries.map(({ path }) => path);
const foot = NAV.filter(({ place }) => place === 'foot');

it('shows all where there is room', () => {
  expect(footOf(NAV, '/live', false)).toEqual({ shown: foot, more: [] });
});

it('keeps the outbox, the settings and the open page in sight where room is short', () => {
  const { shown, more } = footOf(NAV, '/reports', true);
  expect(paths(shown).sort()).toEqual(['/outbox', '/reports', '/settings']);
  // Each page has its way.
  expect([...new Set([...paths(shown), ...paths(more)])].sort()).toEqual(paths(foot).sort());
  expect(paths(footOf(NAV, '/reportsx', true).shown)).not.toContain('/reports');
});

it('makes no menu of one entry', () => {
  const few = NAV.filter(({ path }) => ['/outbox', '/settings', '/canned'].includes(path));
  expect(footOf(few, '/live', true).more).toEqual([]);
  expect(isAt({ path: '/chat' }, '/chat/1')).toBe(true);
});
