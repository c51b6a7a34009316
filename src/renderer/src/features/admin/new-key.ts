/** Makes an API key: 32 random bytes. It is made here, so that it travels to the server once and is stored nowhere. */
export function makeApiKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return `qk_${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}
