import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Seq, Uuid } from '#shared/domain/ids.ts';
import { BucketMap } from '../auth/index.ts';
import { markReadByCustomer, postCustomerMessage, readConversation } from '../chat/index.ts';
import { audit } from '../execute/index.ts';
import type { GatewayApp } from '../http/index.ts';
import { newId } from '../ids.ts';
import { type CommandContext, CommandError, type Principal, type Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import type { WidgetDependencies } from './deps.ts';
import { PAGE } from './page.ts';
import { SCRIPT } from './script.ts';
import { cookieFor, createSessionSigner, tokenFrom, type WidgetSession } from './session.ts';
import { Streams } from './streams.ts';
import { STYLE } from './style.ts';

export type { WidgetDependencies } from './deps.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPING_MS = 6_000;
/** Bytes of a request's body: the longest message is 10,000 characters of at most four bytes, and JSON may escape them. */
const BODY_LIMIT = 64 * 1024;

const SessionBody = z.strictObject({
  name: z.string().trim().min(1, 'your name is needed').max(100),
  email: z.email('this is not an e-mail address').max(200),
  orderNumber: z.string().trim().min(1).max(64).nullable(),
});
const MessageBody = z.strictObject({
  messageId: Uuid,
  body: z.string().trim().min(1, 'the message is empty').max(10_000),
});
const ReadBody = z.strictObject({ upToSeq: Seq });
const EmptyBody = z.strictObject({});

/**
 * Adds the customers' chat page and its API to the gateway's HTTP application; call before it listens. Nobody signs in: a
 * customer says who they are and gets a token, in a cookie, that is good for one new conversation and nothing else. Because
 * nothing they say is proved, they get no id of a known customer, and see no order; an order number is attached for the
 * team only where the e-mail fits the order. Ends its streams when the application closes.
 */
export function registerWidget(app: GatewayApp, deps: WidgetDependencies): void {
  const { clock, config } = deps;
  const signer = createSessionSigner(deps.secret);
  const sessions = new BucketMap({ perSecond: 0.2, burst: 10 });
  const messages = new BucketMap({ perSecond: 1, burst: 10 });
  const signals = new BucketMap({ perSecond: 2, burst: 10 });
  const streams = new Streams(deps, asCustomer);

  function asCustomer<T>(session: WidgetSession, work: (context: CommandContext) => T): T {
    return deps.executor.run(principalOf(session), clock.now(), work);
  }

  async function sessionOf(request: FastifyRequest): Promise<WidgetSession> {
    const session = await signer.read(tokenFrom(request.headers.cookie), clock.now());
    return session ?? refuse('unauthenticated', 'This conversation has ended. Start a new one.');
  }

  page(app, '/widget', 'text/html; charset=utf-8', PAGE);
  page(app, '/widget.js', 'text/javascript; charset=utf-8', SCRIPT);
  page(app, '/widget.css', 'text/css; charset=utf-8', STYLE);

  app.get('/widget/api/session', { schema: { hide: true } }, async (request) => {
    const session = await signer.read(tokenFrom(request.headers.cookie), clock.now());
    return { active: session !== null, maxMessageLength: config.chat.maxMessageLength };
  });

  app.post(
    '/widget/api/session',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: SessionBody } },
    async (request, reply) => {
      limit(sessions, request.ip);
      const session = newSession(deps.readSql, request.body);
      reply.header(
        'set-cookie',
        cookieFor(await signer.sign(session, clock.now()), request.protocol === 'https'),
      );
      return { active: true, maxMessageLength: config.chat.maxMessageLength };
    },
  );

  app.post(
    '/widget/api/end',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: EmptyBody } },
    async (request, reply) => {
      reply.header('set-cookie', cookieFor('', request.protocol === 'https'));
      return {};
    },
  );

  app.post(
    '/widget/api/messages',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: MessageBody } },
    async (request) => {
      const session = await sessionOf(request);
      limit(messages, session.conversationId);
      return asCustomer(session, (context) => post(context, session, request.body));
    },
  );

  app.post(
    '/widget/api/read',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: ReadBody } },
    async (request) => {
      const session = await sessionOf(request);
      limit(signals, session.conversationId);
      if (readConversation(deps.readSql, session.conversationId)) {
        asCustomer(session, (context) =>
          markReadByCustomer(context, session.conversationId, request.body.upToSeq),
        );
      }
      return {};
    },
  );

  app.post(
    '/widget/api/typing',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: EmptyBody } },
    async (request) => {
      const { conversationId, customer } = await sessionOf(request);
      limit(signals, conversationId);
      if (readConversation(deps.readSql, conversationId)) {
        deps.signal({
          type: 'typing',
          conversationId,
          name: customer.name,
          who: 'customer',
          expiresAt: clock.now() + TYPING_MS,
        });
      }
      return {};
    },
  );

  app.get('/widget/api/stream', { schema: { hide: true } }, async (request, reply) => {
    const session = await sessionOf(request);
    if (!streams.hasRoom(session.conversationId))
      refuse('rate_limited', 'This conversation is open in too many windows.', { retryAfterMs: 10_000 });
    openStream(reply);
    streams.add(session, reply.raw, lastEventId(request));
  });

  app.addHook('preClose', async () => streams.dispose());
}

function page(app: GatewayApp, path: string, type: string, text: string): void {
  app.get(path, { schema: { hide: true } }, async (_request, reply) =>
    reply.type(type).header('content-security-policy', POLICY).send(text),
  );
}

function limit(buckets: BucketMap, key: string): void {
  const wait = buckets.take(key, performance.now());
  if (wait > 0)
    throw new CommandError({
      code: 'rate_limited',
      message: 'Slow down a little, please.',
      retryAfterMs: wait,
    });
}

function principalOf({ customer }: WidgetSession): Principal {
  return { actor: { kind: 'customer', id: customer.id, name: customer.name }, permissions: new Set() };
}

function newSession(sql: Sql, { name, email, orderNumber }: z.infer<typeof SessionBody>): WidgetSession {
  const order =
    orderNumber === null
      ? undefined
      : sql
          .prepare<[string, string], { id: string }>(
            'SELECT id FROM orders WHERE number = ? AND lower(customer_email) = lower(?)',
          )
          .get(orderNumber, email);
  return {
    conversationId: newId(),
    customer: { id: newId(), name, email },
    orderIds: order ? [order.id] : [],
    subject: orderNumber === null ? null : `About order ${orderNumber}`,
  };
}

/**
 * Posts a message exactly once: the same id again with the same words is answered as before. The conversation is opened by
 * its first message, so that nobody's inbox fills with visitors who wrote nothing.
 */
function post(
  context: CommandContext,
  session: WidgetSession,
  { messageId, body }: z.infer<typeof MessageBody>,
): { messageId: string; seq: number } {
  const { conversationId } = session;
  const find = context.sql.prepare<[string], { conversationId: string; body: string; seq: number }>(
    'SELECT conversation_id AS conversationId, body, seq FROM messages WHERE id = ?',
  );
  const present = find.get(messageId);
  if (present) {
    if (present.conversationId === conversationId && present.body === body)
      return { messageId, seq: present.seq };
    return refuse('idempotency_conflict', 'This message id was already used for something else.', {
      field: 'messageId',
    });
  }
  if (!readConversation(context.sql, conversationId)) {
    context.dispatch('chat.open_conversation', {
      conversationId,
      customer: session.customer,
      subject: session.subject,
      orderIds: [...session.orderIds],
    });
  }
  postCustomerMessage(context, { conversationId, messageId, body });
  const seq = find.get(messageId)?.seq ?? 0;
  audit(context.sql, {
    at: context.now,
    principal: context.principal,
    type: 'chat.send_message',
    commandId: null,
    reason: null,
    code: 'ok',
    seq,
  });
  return { messageId, seq };
}

function lastEventId(request: FastifyRequest): number {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : 0;
}

function openStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': POLICY,
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 2000\n\n');
}
