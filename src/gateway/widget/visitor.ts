import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { VisitorClaims } from '#shared/domain/chat.ts';
import { Id } from '#shared/domain/ids.ts';
import type { Customer } from '#shared/domain/orders.ts';

/** How long a visitor's token is valid, ms. */
const VISIT_MS = 12 * 3_600_000;
/** The name of the visitor's cookie. */
export const COOKIE = 'quayside_widget';
/** The name of the cookie that tells a browser from others, also after a conversation was ended. */
export const BROWSER_COOKIE = 'quayside_visitor';

const ISSUER = 'quayside';
const AUDIENCE = 'quayside-widget';

/** The contents of a visitor's token: their details, and the only conversation the token is valid for. */
export interface Visitor {
  readonly conversationId: string;
  /** The browser, as far as it keeps its cookies. It proves nothing, and only limits what is sent. */
  readonly browserId: string;
  readonly customer: Customer;
  readonly orderIds: readonly string[];
  readonly subject: string | null;
  /** What of the details is verified. */
  readonly claims: VisitorClaims;
}

const Claims = z.object({
  sub: Id,
  cid: Id,
  /** Tokens from before an upgrade lack it. */
  bid: Id.optional(),
  name: z.string(),
  email: z.string(),
  orders: z.array(Id).max(1),
  subject: z.string().max(200).nullable(),
  /** Tokens from before an upgrade lack it. */
  claims: VisitorClaims.default({ emailVerified: false, unverifiedOrder: null }),
});

/** Signs and reads visitors' tokens. Their audience differs from the team's, so the team's API refuses them. */
export interface VisitorSigner {
  sign(visitor: Visitor, now: number): Promise<string>;
  /** Returns the visitor; null for a missing, forged or expired token. */
  read(token: string | undefined, now: number): Promise<Visitor | null>;
}

/** Creates a signer from the gateway's secret. */
export function createVisitorSigner(secret: string): VisitorSigner {
  const key = new TextEncoder().encode(secret);
  return {
    sign: ({ conversationId, browserId, customer, orderIds, subject, claims }, now) =>
      new SignJWT({
        cid: conversationId,
        bid: browserId,
        name: customer.name,
        email: customer.email ?? '',
        orders: [...orderIds],
        subject,
        claims,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(customer.id)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + VISIT_MS) / 1000))
        .sign(key),
    async read(token, now) {
      if (token === undefined) return null;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          currentDate: new Date(now),
        });
        const { sub, cid, bid = cid, name, email, orders, subject, claims } = Claims.parse(payload);
        const customer = { id: sub, name, email };
        return { conversationId: cid, browserId: bid, customer, orderIds: orders, subject, claims };
      } catch {
        return null;
      }
    },
  };
}

/**
 * Returns the options of the visitor's cookie. The token is in a cookie because EventSource cannot send headers. HttpOnly
 * hides it from scripts, and SameSite=Strict from other sites.
 */
export function cookieOptions(secure: boolean) {
  return { path: '/widget', maxAge: VISIT_MS / 1000, httpOnly: true, sameSite: 'strict', secure } as const;
}

/**
 * Returns what a visitor is known by where the filter limits what they send: their browser in all conversations, and the customer of a
 * verified address in all browsers. An address that was only entered is nobody: who knows it could slow down its owner.
 */
export function visitorKeys({ browserId, customer, claims }: Visitor): [string, ...string[]] {
  const browser = `browser:${browserId}`;
  return claims.emailVerified ? [browser, `customer:${customer.id}`] : [browser];
}
