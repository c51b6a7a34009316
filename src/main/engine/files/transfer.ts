import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { type NewUpload, UploadState } from '#shared/domain/attachments.ts';
import { err, ok } from '#shared/domain/result.ts';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';

const TIMEOUT_MS = 20_000;
/** How long the download of a file may take. */
const DOWNLOAD_MS = 5 * 60_000;
const PIECE_TYPE = 'application/offset+octet-stream';
const Refusal = z.object({ error: ProtocolError });

/** Sends files to the gateway and fetches them. Failures are results: `unavailable` if it cannot be reached. */
export interface Transfer {
  begin(upload: NewUpload): Promise<BridgeResult<UploadState>>;
  send(id: string, offset: number, piece: Uint8Array): Promise<BridgeResult<UploadState>>;
  cancel(id: string): Promise<void>;
  /** Fetches a file. `take` gets its bytes as they come. */
  fetch(id: string, take: (bytes: Uint8Array) => void): Promise<BridgeResult<null>>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Creates a transfer over HTTP. Tests pass their own `request`. */
export function httpTransfer(
  server: string,
  token: () => string | null,
  request: typeof fetch = fetch,
): Transfer {
  const ending = new AbortController();

  async function ask(path: string, init: RequestInit, ms = TIMEOUT_MS): Promise<BridgeResult<Response>> {
    const accessToken = token();
    if (accessToken === null) return err(refused('session_over', {}));
    try {
      const response = await request(new URL(`/api/v1/attachments${path}`, server).href, {
        ...init,
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(ms)]),
        // A redirect could send the token to another server.
        redirect: 'error',
        headers: { ...init.headers, authorization: `Bearer ${accessToken}` },
      });
      if (response.ok) return ok(response);
      const refusal = Refusal.safeParse(await response.json());
      return err(refusal.success ? refusal.data.error : refused('server_answer', {}));
    } catch {
      return err(refused('server_unreachable', {}));
    }
  }

  async function state(asked: Promise<BridgeResult<Response>>): Promise<BridgeResult<UploadState>> {
    const answer = await asked;
    if (!answer.ok) return answer;
    try {
      const parsed = UploadState.safeParse(await answer.value.json());
      return parsed.success ? ok(parsed.data) : err(refused('server_answer', {}));
    } catch {
      return err(refused('server_unreachable', {}));
    }
  }

  return {
    begin: (upload) =>
      state(
        ask('', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(upload),
        }),
      ),
    send: (id, offset, piece) =>
      state(
        ask(`/${encodeURIComponent(id)}`, {
          method: 'PATCH',
          headers: { 'content-type': PIECE_TYPE, 'upload-offset': String(offset) },
          body: new Uint8Array(piece),
        }),
      ),
    async cancel(id) {
      await ask(`/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    async fetch(id, take) {
      const answer = await ask(`/${encodeURIComponent(id)}`, { method: 'GET' }, DOWNLOAD_MS);
      if (!answer.ok) return answer;
      try {
        for await (const bytes of answer.value.body ?? []) take(bytes);
        return ok(null);
      } catch {
        return err(refused('server_unreachable', {}));
      }
    },
    dispose: () => ending.abort(),
  };
}
