declare global {
  /** Where `get-nonce` (used by Radix's scroll locking) looks for the nonce of the style elements it makes. */
  var __webpack_nonce__: string | undefined;
  /** zod's configuration. Without `jitless` it tries `new Function`, which the page's policy refuses and reports. */
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

/**
 * The nonce with which this page may make style elements: the host puts it into the page it serves, since its policy
 * allows no inline styles otherwise. Undefined on a development server.
 */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  return nonce === '' ? undefined : nonce;
}

/** Makes libraries keep to the page's content security policy. Call before the first render. */
export function applyPagePolicy(): void {
  globalThis.__webpack_nonce__ = styleNonce();
  globalThis.__zod_globalConfig ??= {};
  globalThis.__zod_globalConfig.jitless = true;
}
