/** Returns a server's address as it is stored: http(s), no path, no trailing slash. Null for anything else. */
export function normaliseServer(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  const plain =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}
