import { describe, expect, it } from 'vitest';
import { isOurs, pageOf, routeOfDeepLink } from './address.ts';

describe('addresses', () => {
  it.for(['app://quayside/', 'app://quayside/#/chat', 'app://quayside/assets/a.js'])(
    '%s is ours',
    (address) => {
      expect(isOurs(address)).toBe(true);
    },
  );
  it.for([
    'app://quayside.evil/',
    'app://evil/',
    'https://quayside/',
    'app://u@quayside/',
    'app://quayside:1/',
    'file:///x',
    '',
    'null',
    'app:quayside',
  ])('%s is not', (address) => {
    expect(isOurs(address)).toBe(false);
  });

  it('of deep links lead only to known sections', () => {
    expect(routeOfDeepLink('quayside://chat/c-1')).toBe('/chat/c-1');
    expect(routeOfDeepLink('quayside://inventory')).toBe('/inventory');
    expect(routeOfDeepLink('quayside://live/')).toBe('/live');
    const refused = [
      'https://chat/c-1',
      'quayside://evil/x',
      'quayside://chat/a/b',
      'quayside://chat/%2e%2e',
      'quayside://chat/a?x=1',
      'quayside://chat/a#x',
      'quayside://u:p@chat/a',
      'quayside://chat:1/a',
      'quayside://__proto__/a',
      `quayside://chat/${'a'.repeat(65)}`,
      'quayside:chat',
      '--flag',
      '',
    ];
    for (const link of refused) expect(routeOfDeepLink(link), link).toBeNull();
  });

  it('of pages contain only a route', () => {
    expect(pageOf('/chat/c-1')).toBe('app://quayside/#/chat/c-1');
    for (const route of [null, '', 'https://x', '//x', '/a b', '/a/../b', '/a?b'])
      expect(pageOf(route)).toBe('app://quayside/');
  });
});
