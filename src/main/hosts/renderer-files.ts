import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { makeNonce, securityHeaders } from './policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** A response that either host can send. */
export interface ServedFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The files of the built renderer. */
export interface RendererFiles {
  /**
   * Serves the path of a URL, still percent-encoded. Routes of the app (without a file name) return its page. Returns null
   * if there is no such file.
   */
  serve(pathname: string): Promise<ServedFile | null>;
}

/** Collects all files below a folder by relative path, with `/` as the separator. Does not follow symbolic links. */
async function filesBelow(
  folder: string,
  prefix: string,
  found: Map<string, string>,
): Promise<Map<string, string>> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await filesBelow(path, `${prefix}${entry.name}/`, found);
    else if (entry.isFile() && TYPES[extname(entry.name)] !== undefined)
      found.set(`${prefix}${entry.name}`, path);
  }
  return found;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Whether a path such as `/inventory/abc` is a route of the app, which its page serves. */
function isRoute(path: string): boolean {
  return /^\/(?:[A-Za-z0-9_~-]+(?:\/[A-Za-z0-9_~:-]+)*)?$/.test(path);
}

/** Adds the nonce to the page, where its scripts find it. */
function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`);
}

/**
 * Lists the built renderer once. Only listed files are served, by their full path, so that no path can leave the folder.
 * Throws if there is no built renderer.
 */
export async function openRendererFiles(root: string): Promise<RendererFiles> {
  const files = await filesBelow(root, '/', new Map());
  const indexPath = files.get('/index.html');
  if (indexPath === undefined) throw new Error(`No built renderer found in ${root}.`);

  async function page(path: string): Promise<ServedFile> {
    const nonce = makeNonce();
    const html = withNonce(await readFile(path, 'utf8'), nonce);
    return {
      status: 200,
      headers: {
        ...securityHeaders(nonce),
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      },
      body: Buffer.from(html),
    };
  }

  return {
    async serve(pathname) {
      const path = decode(pathname);
      if (path === null) return null;
      if (path === '/index.html' || isRoute(path)) return page(indexPath);
      const file = files.get(path);
      const type = TYPES[extname(path)];
      if (file === undefined || type === undefined) return null;
      // The build adds a content hash to every file name under assets.
      const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return {
        status: 200,
        headers: { ...securityHeaders(), 'content-type': type, 'cache-control': cache },
        body: await readFile(file),
      };
    },
  };
}
