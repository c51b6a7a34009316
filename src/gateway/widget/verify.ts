import { z } from 'zod';
import type { Language } from '#shared/text/language.ts';
import { readConversation } from '../chat/index.ts';
import { failureFields } from '../execute/index.ts';
import type { GatewayApp, RouteDependencies } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { Codes } from './codes.ts';
import { identify } from './customers.ts';
import type { Visitor } from './visitor.ts';
import { WIDGET_WORDS } from './words.ts';

/** A code from an e-mail. */
export const CodeBody = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'Enter the six digits.'),
});

/** Verifies visitors' e-mail addresses, where the gateway can send mail. */
export interface Verification {
  /** Sends a code to the visitor's address, in their language. Returns whether there is one to enter. */
  begin(visitor: Visitor, language: Language): boolean;
  /** Returns the visitor as the customer whom the address belongs to. Refuses a wrong code, and a visit that has begun to write. */
  finish(visitor: Visitor, code: string): Promise<Visitor>;
}

/** Creates the verification. Without mail, no address is ever verified: an address alone is no proof of identity. */
export function createVerification(
  app: GatewayApp,
  deps: Pick<RouteDependencies, 'mail' | 'sql' | 'executor' | 'clock'>,
): Verification {
  const { sql, executor, clock } = deps;
  const codes = new Codes();
  return {
    begin({ conversationId, customer }, language) {
      const words = WIDGET_WORDS[language].mail;
      const { mail } = deps;
      const code =
        mail && customer.email ? codes.issue(conversationId, customer.email, performance.now()) : null;
      if (!mail || !customer.email || code === null) return false;
      mail
        .send({
          to: customer.email,
          subject: words.subject.replace('{{code}}', code),
          text: words.text.replace('{{code}}', code),
        })
        .catch((error: unknown) =>
          app.log.warn(
            { module: 'widget', code: 'mail_failed', ...failureFields(error) },
            'a code was not sent',
          ),
        );
      return true;
    },
    async finish(visitor, code) {
      const { conversationId, customer } = visitor;
      const { email } = customer;
      if (readConversation(sql, conversationId)) refuse('conversation_begun', {});
      if (email === null || !codes.redeem(conversationId, code, performance.now()))
        return refuse('code_wrong', {}, { field: 'code' });
      const actor = { kind: 'customer', id: customer.id, name: customer.name } as const;
      const id = await executor.run({ actor, permissions: new Set() }, clock.now(), (context) =>
        identify(context, email),
      );
      return {
        ...visitor,
        customer: { ...customer, id },
        claims: { ...visitor.claims, emailVerified: true },
      };
    },
  };
}
