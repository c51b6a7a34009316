import { postCustomerMessage, readMessage } from '../chat/index.ts';
import { countSent, type VisitorMessage, waitOf } from '../filter/index.ts';
import type { CommandContext } from '../kernel.ts';

/** What a simulated customer wants to say. */
interface Said {
  readonly conversationId: string;
  readonly messageId: string;
  readonly body: string;
}

/** Returns a message of a simulated customer as the filter knows those of visitors. */
export function asVisitor(context: CommandContext, said: Said): VisitorMessage {
  return { ...said, visitors: [`customer:${context.principal.actor.id}`] };
}

/** Whether a simulated customer has just said something, in any of their conversations. A shop that runs fast makes no floods. */
function hasJustSaid(context: CommandContext, said: Said): boolean {
  const wait = waitOf(context, asVisitor(context, said), (id) => readMessage(context.sql, id)?.body);
  return wait?.rule === 'repeat';
}

/**
 * Posts what a simulated customer says. What the filter would hold up, because they have just said it, is said in other words, or not
 * at all. Returns what was posted; null for nothing. Call as the customer.
 */
export function says(context: CommandContext, said: Said): string | null {
  const limit = context.config.chat.maxMessageLength;
  for (const words of [said.body, `As I wrote: ${said.body}`]) {
    const chosen = { ...said, body: words.slice(0, limit) };
    if (hasJustSaid(context, chosen)) continue;
    countSent(context, asVisitor(context, chosen));
    postCustomerMessage(context, chosen);
    return chosen.body;
  }
  return null;
}
