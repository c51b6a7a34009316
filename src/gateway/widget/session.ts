import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import type { Customer } from '#shared/domain/orders.ts';

/** How long a customer's page stays signed in, ms. */
export const SESSION_MS = 12 * 3_600_000;
export const COOKIE = 'quayside_widget';

const ISSUER = 'quayside';
const AUDIENCE = 'quayside-widget';

/** What a customer's token says: who they said they are, and the one conversation it is good for. */
export interface WidgetSession {
  readonly conversationId: string;
  readonly customer: Customer;
  readonly orderIds: readonly string[];
  readonly subject: string | null;
}

const Claims = z.object({
  sub: Id,
  cid: Id,
  name: z.string(),
  email: z.string(),
  orders: z.array(Id).max(1),
  subject: z.string().max(200).nullable(),
});

/** Signs and reads customers' tokens. They have an audience of their own: none of them opens anything of the team's. */
export interface SessionSigner {
  sign(session: WidgetSession, now: number): Promise<string>;
  /** The session; null for a token that is missing, forged or over. */
  read(token: string | null, now: number): Promise<WidgetSession | null>;
}

export function createSessionSigner(secret: string): SessionSigner {
  const key = new TextEncoder().encode(secret);
  return {
    sign: ({ conversationId, customer, orderIds, subject }, now) =>
      new SignJWT({
        cid: conversationId,
        name: customer.name,
        email: customer.email ?? '',
        orders: [...orderIds],
        subject,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(customer.id)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + SESSION_MS) / 1000))
        .sign(key),
    async read(token, now) {
      if (token === null) return null;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          currentDate: new Date(now),
        });
        const { sub, cid, name, email, orders, subject } = Claims.parse(payload);
        return { conversationId: cid, customer: { id: sub, name, email }, orderIds: orders, subject };
      } catch {
        return null;
      }
    },
  };
}

/** The token in a Cookie header; null without one. */
export function tokenFrom(header: string | undefined): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value) return value;
  }
  return null;
}

/**
 * The Set-Cookie value. HttpOnly keeps the token from scripts; EventSource can send no header, so a cookie is what it takes.
 * SameSite=Strict keeps other sites from using it. An empty token ends the session.
 */
export function cookieFor(token: string, secure: boolean): string {
  const age = token === '' ? 0 : SESSION_MS / 1000;
  return `${COOKIE}=${token}; Path=/widget; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}
