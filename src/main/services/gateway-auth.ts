import { z } from 'zod';
import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import { PersonasResponse, TokenGrant } from '#shared/protocol/auth.ts';
import { type ErrorCode, ProtocolError } from '#shared/protocol/errors.ts';
import { refuse } from '../rpc/checks.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 256 * 1024;

const ErrorAnswer = z.union([
  z.object({ error: ProtocolError }).transform(({ error }) => error),
  ProtocolError,
]);

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  422: 'invalid',
  429: 'rate_limited',
};

/** The gateway's sign-in routes. Failures are results: `unavailable` if it cannot be reached or its answer is malformed. */
export interface GatewayAuth {
  login(server: string, username: string, password: string): Promise<BridgeResult<TokenGrant>>;
  persona(server: string, username: string): Promise<BridgeResult<TokenGrant>>;
  refresh(server: string, refreshToken: string): Promise<BridgeResult<TokenGrant>>;
  personas(server: string): Promise<BridgeResult<MethodOutput<'session.personas'>>>;
  /** Ends the sign-in at the gateway. Ignores failures. */
  logout(server: string, refreshToken: string): Promise<void>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Reads a response body. Throws a RangeError if it exceeds MAX_ANSWER_BYTES. */
async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new RangeError('The answer is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function failureOf(status: number, body: unknown): BridgeResult<never> {
  const parsed = ErrorAnswer.safeParse(body);
  if (parsed.success) return err(parsed.data);
  const code = CODE_OF_STATUS[status] ?? 'unavailable';
  return refuse(code, `The server answered with status ${status}.`);
}

/** Creates the client. Tests pass their own `request`. */
export function createGatewayAuth(request: typeof fetch = fetch): GatewayAuth {
  const ending = new AbortController();

  async function ask<T>(address: string, schema: z.ZodType<T>, body?: unknown): Promise<BridgeResult<T>> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const response = await request(address, {
        signal,
        // A redirect could send the password to another server.
        redirect: 'error',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      const text = await readText(response);
      const value: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) return failureOf(response.status, value);
      const parsed = schema.safeParse(value);
      return parsed.success
        ? ok(parsed.data)
        : refuse('unavailable', 'The server sent an unexpected response.');
    } catch {
      return refuse('unavailable', 'The server cannot be reached.');
    }
  }

  const at = (server: string, path: string): string => new URL(`/api/v1/auth/${path}`, server).href;
  return {
    login: (server, username, password) => ask(at(server, 'login'), TokenGrant, { username, password }),
    persona: (server, username) => ask(at(server, 'persona'), TokenGrant, { username }),
    refresh: (server, refreshToken) => ask(at(server, 'refresh'), TokenGrant, { refreshToken }),
    personas: (server) => ask(at(server, 'personas'), PersonasResponse),
    async logout(server, refreshToken) {
      await ask(at(server, 'logout'), z.unknown(), { refreshToken });
    },
    dispose: () => ending.abort(),
  };
}
