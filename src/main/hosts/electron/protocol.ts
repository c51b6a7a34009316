import { protocol, type Session } from 'electron';
import { securityHeaders } from '../policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { isOurs, SCHEME, STOPPED_PAGE } from './address.ts';

/** Makes `app://` behave like https. Call it before the app is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: securityHeaders() });
}

/** Serves the built renderer as `app://quayside/`, the page of a stopped window, and nothing else. */
export function serveRenderer(session: Session, files: RendererFiles, stopped: () => Response): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (!isOurs(request.url)) return refusal(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    if (request.url === STOPPED_PAGE) return stopped();
    const file = await files.serve(new URL(request.url).pathname);
    if (file === null) return refusal(404);
    return new Response(new Uint8Array(file.body), { status: file.status, headers: file.headers });
  });
}
