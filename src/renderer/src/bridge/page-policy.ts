declare global {
  /** Where `get-nonce` (used by Radix) looks for the nonce of the style elements it creates. */
  var __webpack_nonce__: string | undefined;
  /** zod's configuration. Without `jitless` it tries `new Function`, which the page's policy refuses and reports. */
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

/**
 * Returns the nonce that allows this page to create style elements. The host puts it into the page, because its policy
 * forbids other inline styles. Undefined on a development server.
 */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return nonce === '' ? undefined : nonce;
}

/** Configures libraries to respect the page's content security policy. Call it before the first render. */
export function applyPagePolicy(): void {
  globalThis.__webpack_nonce__ = styleNonce();
  globalThis.__zod_globalConfig ??= {};
  globalThis.__zod_globalConfig.jitless = true;
}
