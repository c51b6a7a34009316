import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';

const ISSUER = 'quayside';
const AUDIENCE = 'quayside-console';
/** Device tokens are worth nothing as access tokens, and the other way round. */
const DEVICE_AUDIENCE = 'quayside-device';

const Claims = z.object({ sub: Id, sid: Id, exp: z.int() });
const DevicePayload = z.object({ sub: Id, jti: Id });

/** The claims of an access token: user, sign-in, and expiry (ms). */
export interface AccessClaims {
  readonly userId: string;
  readonly family: string;
  readonly expiresAt: number;
}

/** The claims of a device token: the user who has signed in, and on which device. */
export interface DeviceClaims {
  readonly userId: string;
  readonly deviceId: string;
}

/** Signs and checks tokens (JWT, HS256). */
export interface TokenSigner {
  sign(claims: AccessClaims, issuedAt: number): Promise<string>;
  verify(token: string, now: number): Promise<Result<AccessClaims, ProtocolError>>;
  /** Signs the proof that a user has signed in on a device. It opens nothing and does not expire. */
  signDevice(claims: DeviceClaims): Promise<string>;
  /** Returns the claims of a device token; null for anything else. */
  verifyDevice(token: string): Promise<DeviceClaims | null>;
}

/** Creates a signer from the gateway's secret. */
export function createTokenSigner(secret: string): TokenSigner {
  const key = new TextEncoder().encode(secret);
  return {
    sign: ({ userId, family, expiresAt }, issuedAt) =>
      new SignJWT({ sid: family })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(Math.floor(issuedAt / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key),
    async verify(token, now) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          currentDate: new Date(now),
        });
        const { sub, sid, exp } = Claims.parse(payload);
        return ok({ userId: sub, family: sid, expiresAt: exp * 1000 });
      } catch (error) {
        const id = error instanceof errors.JWTExpired ? 'token_expired' : 'token_invalid';
        return err(refused(id, {}, { field: 'token' }));
      }
    },
    signDevice: ({ userId, deviceId }) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setJti(deviceId)
        .setIssuer(ISSUER)
        .setAudience(DEVICE_AUDIENCE)
        .sign(key),
    async verifyDevice(token) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: DEVICE_AUDIENCE,
        });
        const { sub, jti } = DevicePayload.parse(payload);
        return { userId: sub, deviceId: jti };
      } catch {
        return null;
      }
    },
  };
}
