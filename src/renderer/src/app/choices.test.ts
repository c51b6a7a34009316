import { describe, expect, it } from 'vitest';
import { resolveLanguage } from '../i18n/index.ts';
import { normaliseServer } from '../lib/server-address.ts';
import { resolveTheme } from './theme.ts';

describe('choices', () => {
  it('take the language of the user, then of the system, then English', () => {
    expect(resolveLanguage('de', ['en-GB'])).toBe('de');
    expect(resolveLanguage('system', ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(resolveLanguage(undefined, ['fr'])).toBe('en');
    expect(resolveTheme('system', true)).toBe('dark');
    expect(resolveTheme('light', true)).toBe('light');
  });

  it('take a server only as an origin', () => {
    expect(normaliseServer(' http://127.0.0.1:3002/ ')).toBe('http://127.0.0.1:3002');
    expect(normaliseServer('https://shop.example')).toBe('https://shop.example');
    for (const bad of [
      '',
      'shop.example',
      'ftp://x',
      'https://x/path',
      'https://u:p@x',
      'https://x/?q=1',
      'javascript:alert(1)',
    ])
      expect(normaliseServer(bad)).toBeNull();
  });
});
