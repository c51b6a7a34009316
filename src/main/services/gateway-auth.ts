import { z } from 'zod';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import {
  ApiKeyUsesResponse,
  DEVICE_HEADERS,
  PersonasResponse,
  SessionsResponse,
  TokenGrant,
} from '#shared/protocol/auth.ts';
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

/** The gateway's routes of sign-in, and those about sessions. Failures are results: `unavailable` if it cannot be reached or its answer is malformed. */
export interface GatewayAuth {
  /** `deviceToken` is that of an earlier sign-in to the account on this device. */
  login(
    server: string,
    username: string,
    password: string,
    deviceToken: string | null,
  ): Promise<BridgeResult<TokenGrant>>;
  persona(server: string, username: string): Promise<BridgeResult<TokenGrant>>;
  refresh(server: string, refreshToken: string): Promise<BridgeResult<TokenGrant>>;
  personas(server: string): Promise<BridgeResult<MethodOutput<'session.personas'>>>;
  changePassword(
    server: string,
    accessToken: string,
    change: MethodInput<'session.change_password'>,
  ): Promise<BridgeResult<Record<string, never>>>;
  sessions(
    server: string,
    accessToken: string,
    userId: string,
  ): Promise<BridgeResult<MethodOutput<'admin.sessions'>>>;
  apiKeyUses(server: string, accessToken: string): Promise<BridgeResult<MethodOutput<'admin.api_key_uses'>>>;
  /** Ends the sign-in at the gateway. Ignores failures. */
  logout(server: string, refreshToken: string): Promise<void>;
  /** Aborts requests in progress. */
  dispose(): void;
}

/** Reads a response body. Throws a RangeError if it exceeds `maxBytes`. */
export async function readText(response: Response, maxBytes = MAX_ANSWER_BYTES): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > maxBytes) throw new RangeError('The answer is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Codes of the errors that TLS reports for a server's certificate; see `X509 certificate error codes` in Node's documentation. */
const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_CERT_ALTNAME_INVALID/;

/** Returns the error of a request that got no usable answer. */
export function unreachable(error: unknown): BridgeResult<never> {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!CERTIFICATE_ERROR.test(code)) return refuse('server_unreachable', {});
  return refuse('server_certificate', { problem: code }, { reason: 'certificate' });
}

/** Returns the error of a refused request. */
export function failureOf(status: number, body: unknown): BridgeResult<never> {
  const parsed = ErrorAnswer.safeParse(body);
  if (parsed.success) return err(parsed.data);
  const code = CODE_OF_STATUS[status] ?? 'unavailable';
  return err({ code, message: `The server answered with status ${status}.` });
}

/** Creates the client. `device` is what this device calls itself. Tests pass their own `request`. */
export function createGatewayAuth(device = 'Quayside', request: typeof fetch = fetch): GatewayAuth {
  const ending = new AbortController();

  async function ask<T>(
    address: string,
    schema: z.ZodType<T>,
    body?: unknown,
    extra: Readonly<Record<string, string>> = {},
  ): Promise<BridgeResult<T>> {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const response = await request(address, {
        signal,
        // A redirect could send the password to another server.
        redirect: 'error',
        headers: {
          accept: 'application/json',
          [DEVICE_HEADERS.name]: device,
          ...extra,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      const text = await readText(response);
      const value: unknown = text === '' ? null : JSON.parse(text);
      if (!response.ok) return failureOf(response.status, value);
      const parsed = schema.safeParse(value);
      return parsed.success ? ok(parsed.data) : refuse('server_answer', {});
    } catch (error) {
      return unreachable(error);
    }
  }

  const bearer = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });
  const at = (server: string, path: string): string => new URL(`/api/v1/auth/${path}`, server).href;
  return {
    login: (server, username, password, deviceToken) =>
      ask(
        at(server, 'login'),
        TokenGrant,
        { username, password },
        deviceToken === null ? {} : { [DEVICE_HEADERS.token]: deviceToken },
      ),
    persona: (server, username) => ask(at(server, 'persona'), TokenGrant, { username }),
    refresh: (server, refreshToken) => ask(at(server, 'refresh'), TokenGrant, { refreshToken }),
    personas: (server) => ask(at(server, 'personas'), PersonasResponse),
    changePassword: async (server, accessToken, change) => {
      const changed = await ask(at(server, 'password'), z.unknown(), change, bearer(accessToken));
      return changed.ok ? ok({}) : changed;
    },
    sessions: (server, accessToken, userId) =>
      ask(
        new URL(`/api/v1/admin/users/${encodeURIComponent(userId)}/sessions`, server).href,
        SessionsResponse,
        undefined,
        bearer(accessToken),
      ),
    apiKeyUses: (server, accessToken) =>
      ask(
        new URL('/api/v1/admin/api-keys/uses', server).href,
        ApiKeyUsesResponse,
        undefined,
        bearer(accessToken),
      ),
    async logout(server, refreshToken) {
      await ask(at(server, 'logout'), z.unknown(), { refreshToken });
    },
    dispose: () => ending.abort(),
  };
}
