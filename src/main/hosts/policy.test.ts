import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, makeNonce, SONNER_STYLE_HASH } from './policy.ts';

describe('content security policy', () => {
  it('allows nothing unsafe', () => {
    for (const policy of [contentSecurityPolicy(), contentSecurityPolicy(makeNonce())]) {
      expect(policy).not.toMatch(/unsafe-|\*|https?:|blob:/);
      expect(policy).toContain("script-src 'self';");
    }
  });

  it('knows the style element of the installed sonner', () => {
    const source = readFileSync('node_modules/sonner/dist/index.mjs', 'utf8');
    const literal = /^__insertCSS\((".*")\);?$/m.exec(source)?.[1];
    expect(literal).toBeDefined();
    const css: unknown = JSON.parse(literal ?? '""');
    const hash = createHash('sha256').update(String(css)).digest('base64');
    expect(SONNER_STYLE_HASH).toBe(`sha256-${hash}`);
  });
});
