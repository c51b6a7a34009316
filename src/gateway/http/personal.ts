import { z } from 'zod';
import { redactorOf } from '#shared/domain/personal.ts';
import { PERSONAL_PERMISSION } from '#shared/protocol/personal.ts';
import type { GatewayApp } from '../kernel.ts';

/**
 * Removes personal data of customers from what callers without the permission are answered. It finds the fields in the schemas of
 * the routes' responses; register it before the routes. Customers themselves, who have no sign-in, see their own.
 */
export function hidePersonalData(app: GatewayApp): void {
  app.addHook('onRoute', (route) => {
    const responses: unknown = route.schema?.response;
    const schema: unknown =
      typeof responses === 'object' && responses !== null && '200' in responses ? responses['200'] : null;
    const redact = schema instanceof z.ZodType ? redactorOf(schema) : null;
    if (!redact) return;
    const before = route.preSerialization ?? [];
    route.preSerialization = [
      ...(Array.isArray(before) ? before : [before]),
      async (request, _reply, payload) =>
        request.signIn && !request.signIn.principal.permissions.has(PERSONAL_PERMISSION)
          ? redact(payload)
          : payload,
    ];
  });
}
