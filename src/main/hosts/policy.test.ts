import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, makeNonce } from './policy.ts';

describe('content security policy', () => {
  it('allows nothing unsafe', () => {
    for (const policy of [contentSecurityPolicy(), contentSecurityPolicy(makeNonce())]) {
      expect(policy).not.toMatch(/unsafe-|\*|https?:|blob:/);
      expect(policy).toContain("script-src 'self';");
    }
  });
});
