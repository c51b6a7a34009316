import { protocol, type Session } from 'electron';
import { securityHeaders } from '../policy.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { isOurs, SCHEME } from './address.ts';

/** Makes `app://` behave like https. Call it before the app is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: securityHeaders() });
}

/** Serves the built renderer as `app://quayside/`, and nothing else. */
export function serveRenderer(session: Session, files: RendererFiles): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (!isOurs(request.url)) return refusal(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const file = await files.serve(new URL(request.url).pathname);
    if (file === null) return refusal(404);
    return new Response(new Uint8Array(file.body), { status: file.status, headers: file.headers });
  });
}
