import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Slowed } from '#shared/domain/filter.ts';
import { ClientUuid, Seq } from '#shared/domain/ids.ts';
import type { Language } from '#shared/text/language.ts';
import { addressKey } from '../address.ts';
import { readBranding } from '../admin/index.ts';
import { BucketMap } from '../auth/index.ts';
import { markReadByCustomer, readConversation } from '../chat/index.ts';
import type { GatewayConfig } from '../config.ts';
import { failureFields } from '../execute/index.ts';
import { newId } from '../ids.ts';
import type { CommandContext, GatewayApp, ModuleRoutes, Principal } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { openStream, positionOf } from '../sse.ts';
import { embedIn } from './embed.ts';
import { filesRoutes } from './files.ts';
import { MessageBody, newVisitor, postMessage, returningVisitor, VisitorBody } from './messages.ts';
import { pageIn } from './page.ts';
import { ratingRoutes } from './rating.ts';
import { scriptIn } from './script.ts';
import { Streams } from './streams.ts';
import { styleOf } from './style.ts';
import { CodeBody, createVerification, type Verification } from './verify.ts';
import { BROWSER_COOKIE, COOKIE, cookieOptions, createVisitorSigner, type Visitor } from './visitor.ts';
import { languageFor } from './words.ts';

/** Security headers of the page and its stream: scripts, styles and connections of this origin only, nothing inline. */
const PAGE_HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      // Pictures of messages, from memory.
      imgSrc: ['blob:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
};
/** The same for the script that other sites load. */
const EMBED_HEADERS = { ...PAGE_HEADERS, crossOriginResourcePolicy: { policy: 'cross-origin' } } as const;
/** Limits the conversations that one address can start: ten at once, then one every five seconds. */
const START_LIMIT = { max: 10, timeWindow: 50_000 };
/** Limits the messages of all visitors behind one address, for those who throw their cookies away. Offices have one address. */
const ADDRESS_LIMIT = { perSecond: 3, burst: 100 };
const TYPING_MS = 6_000;
/** The maximum request body, bytes. A message has up to 10,000 characters of up to four bytes, plus JSON escapes. */
const BODY_LIMIT = 64 * 1024;

const ReadBody = z.strictObject({ upToSeq: Seq });
const EmptyBody = z.strictObject({});
const StreamQuery = z.object({ after: z.string().max(100).optional() });
const LanguageQuery = z.object({ lang: z.string().max(35) });

/** What the widget's routes share. */
interface Desk {
  readonly app: GatewayApp;
  readonly deps: Parameters<ModuleRoutes>[1];
  readonly verification: Verification;
  /** Returns the visitor of a request; null without a valid token. */
  visitorOrNull(request: FastifyRequest): Promise<Visitor | null>;
  /** Returns the visitor of a request. Refuses with `unauthenticated`. */
  visitorOf(request: FastifyRequest): Promise<Visitor>;
  /** Runs work in a transaction as the visitor. */
  asCustomer<T>(visitor: Visitor, work: (context: CommandContext) => T, address?: string): Promise<T>;
}

/**
 * Adds the customers' chat page and its API. There is no sign-in: visitors enter a name and receive a token, in a cookie,
 * that is valid only for one conversation: a new one, or one that the team has started with them. Details are not verified unless
 * the gateway can send mail and the visitor enters a code; only then does a visitor become a known customer. Visitors see no orders.
 * An order is attached for the team only if its number and e-mail address match; with both, a visitor also gets the conversation
 * that the team has started with the order's customer. The event streams end when the application closes.
 */
export const widgetRoutes: ModuleRoutes = (app, deps) => {
  const signer = createVisitorSigner(deps.secret);
  const visitorOrNull = (request: FastifyRequest): Promise<Visitor | null> =>
    signer.read(request.cookies[COOKIE], deps.clock.now());
  const desk: Desk = {
    app,
    deps,
    verification: createVerification(app, deps),
    visitorOrNull,
    visitorOf: async (request) => (await visitorOrNull(request)) ?? refuse('conversation_ended', {}),
    asCustomer: (visitor, work, address) =>
      deps.executor.run({ ...principalOf(visitor), address }, deps.clock.now(), work),
  };
  const scripts = { en: scriptIn('en'), de: scriptIn('de') };
  page(app, '/widget', 'text/html; charset=utf-8', (language) => pageIn(language, readBranding(deps.sql)));
  page(app, '/widget.js', 'text/javascript; charset=utf-8', (language) => scripts[language]);
  page(app, '/widget.css', 'text/css; charset=utf-8', () => styleOf(readBranding(deps.sql)));
  page(
    app,
    '/widget-embed.js',
    'text/javascript; charset=utf-8',
    (language) => embedIn(language, readBranding(deps.sql)),
    EMBED_HEADERS,
  );
  visitRoutes(desk, signer.sign);
  verifyRoute(desk, signer.sign);
  conversationRoutes(desk);
  ratingRoutes(desk);
  streamRoute(desk);
  filesRoutes({ ...desk, principalOf });
};

/** Adds the routes that start, resume and end a visit. */
function visitRoutes(
  { app, deps, visitorOrNull, verification }: Desk,
  sign: (visitor: Visitor, now: number) => Promise<string>,
): void {
  const { clock, config } = deps;
  const { maxMessageLength } = config.chat;

  const enter = async (request: FastifyRequest, reply: FastifyReply, visitor: Visitor): Promise<void> => {
    const token = await sign(visitor, clock.now());
    const options = cookieOptions(isSecure(request, config));
    reply.setCookie(COOKIE, token, options).setCookie(BROWSER_COOKIE, visitor.browserId, options);
  };

  app.get('/widget/api/session', { schema: { hide: true } }, async (request, reply) => {
    const visitor = await visitorOrNull(request);
    const moved = visitor && returningVisitor(deps.sql, visitor);
    if (moved) await enter(request, reply, moved);
    return { active: visitor !== null, maxMessageLength };
  });

  app.post(
    '/widget/api/session',
    { bodyLimit: BODY_LIMIT, config: { rateLimit: START_LIMIT }, schema: { hide: true, body: VisitorBody } },
    async (request, reply) => {
      const known = ClientUuid.safeParse(request.cookies[BROWSER_COOKIE]);
      const visitor = newVisitor(deps.sql, request.body, known.data ?? newId());
      await enter(request, reply, visitor);
      return { active: true, maxMessageLength, verify: verification.begin(visitor, languageOf(request)) };
    },
  );

  app.post(
    '/widget/api/end',
    { bodyLimit: BODY_LIMIT, schema: { hide: true, body: EmptyBody } },
    async (request, reply) => {
      reply.clearCookie(COOKIE, cookieOptions(isSecure(request, config)));
      return {};
    },
  );
}

/** Adds the route that takes the code from an e-mail. The visitor gets another token, as the customer whom the address belongs to. */
function verifyRoute(
  { deps, app, visitorOf, verification }: Desk,
  sign: (visitor: Visitor, now: number) => Promise<string>,
): void {
  app.post(
    '/widget/api/verify',
    { bodyLimit: BODY_LIMIT, config: { rateLimit: START_LIMIT }, schema: { hide: true, body: CodeBody } },
    async (request, reply) => {
      const verified = await verification.finish(await visitorOf(request), request.body.code);
      const token = await sign(verified, deps.clock.now());
      reply.setCookie(COOKIE, token, cookieOptions(isSecure(request, deps.config)));
      return {};
    },
  );
}

/** Whether the page was loaded over TLS: as the public address says, or else the connection or its trusted proxy. */
function isSecure(request: FastifyRequest, { publicUrl }: GatewayConfig): boolean {
  return publicUrl === null ? request.protocol === 'https' : publicUrl.startsWith('https:');
}

/** Adds the routes for messages, read receipts and typing. */
function conversationRoutes({ app, deps, visitorOf, asCustomer }: Desk): void {
  const messages = new BucketMap({ perSecond: 1, burst: 10 });
  const ofAddresses = new BucketMap(ADDRESS_LIMIT);
  const signals = new BucketMap({ perSecond: 2, burst: 10 });
  // Before a body is read: a stranger learns nothing about it.
  const preParsing = async (request: FastifyRequest): Promise<void> => void (await visitorOf(request));

  app.post(
    '/widget/api/messages',
    { bodyLimit: BODY_LIMIT, preParsing, schema: { hide: true, body: MessageBody } },
    async (request) => {
      const visitor = await visitorOf(request);
      limit(messages, visitor.browserId);
      limit(ofAddresses, addressKey(request.clientAddress));
      const posted = await asCustomer(
        visitor,
        (context) => postMessage(context, visitor, request.body),
        request.clientAddress,
      );
      // Only now: what was counted must be committed.
      if (posted.slowed) refuseSlowed(posted.slowed);
      return posted;
    },
  );

  app.post(
    '/widget/api/read',
    { bodyLimit: BODY_LIMIT, preParsing, schema: { hide: true, body: ReadBody } },
    async (request) => {
      const visitor = await visitorOf(request);
      const { browserId, conversationId } = visitor;
      limit(signals, browserId);
      if (readConversation(deps.sql, conversationId)) {
        await asCustomer(visitor, (context) =>
          markReadByCustomer(context, conversationId, request.body.upToSeq),
        );
      }
      return {};
    },
  );

  app.post(
    '/widget/api/typing',
    { bodyLimit: BODY_LIMIT, preParsing, schema: { hide: true, body: EmptyBody } },
    async (request) => {
      const { browserId, conversationId, customer } = await visitorOf(request);
      limit(signals, browserId);
      if (readConversation(deps.sql, conversationId)) {
        deps.signal({
          type: 'typing',
          conversationId,
          name: customer.name,
          who: 'customer',
          expiresAt: deps.clock.now() + TYPING_MS,
        });
      }
      return {};
    },
  );
}

/** Adds the event stream of a conversation. */
function streamRoute({ app, deps, visitorOf, asCustomer }: Desk): void {
  const streams = new Streams({
    ...deps,
    asCustomer,
    onError: (error) =>
      app.log.error({ module: 'widget', code: 'stream_failed', ...failureFields(error) }, 'a stream failed'),
  });
  const schema = { hide: true, querystring: StreamQuery };
  app.get('/widget/api/stream', { helmet: PAGE_HEADERS, schema }, async (request, reply) => {
    const visitor = await visitorOf(request);
    if (!streams.hasRoom(visitor.conversationId))
      refuse('conversation_windows', {}, { retryAfterMs: 10_000 });
    if (!deps.connectionLimit.hold(request.raw, reply.raw))
      refuse('conversation_streams', {}, { retryAfterMs: 10_000 });
    openStream(reply);
    // The browser names the last message when it reconnects by itself, the script when it opens a stream anew.
    streams.add(visitor, reply.raw, positionOf(request.headers['last-event-id'] ?? request.query.after));
  });
  app.addHook('preClose', async () => streams.dispose());
}

function page(
  app: GatewayApp,
  path: string,
  type: string,
  textIn: (language: Language) => string,
  headers: typeof PAGE_HEADERS | typeof EMBED_HEADERS = PAGE_HEADERS,
): void {
  app.get(path, { helmet: headers, schema: { hide: true } }, async (request, reply) =>
    // Administrators change how the page looks at any time.
    reply
      .header('vary', 'Accept-Language')
      .header('cache-control', 'no-cache')
      .type(type)
      .send(textIn(languageOf(request))),
  );
}

/** The visitor's language: that of the link (`?lang=de`) if there is one, else the browser's. */
function languageOf({ query, headers }: FastifyRequest): Language {
  return languageFor(LanguageQuery.safeParse(query).data?.lang, headers['accept-language']);
}

function limit(buckets: BucketMap, key: string): void {
  const wait = buckets.take(key, performance.now());
  if (wait > 0) refuse('too_many_requests', {}, { retryAfterMs: wait });
}

function refuseSlowed({ rule, waitMs }: Slowed): never {
  const why = rule === 'flood' ? 'messages_fast' : 'message_repeated';
  return refuse(why, { seconds: Math.ceil(waitMs / 1000) }, { field: 'body', retryAfterMs: waitMs });
}

function principalOf({ customer }: Visitor): Principal {
  return { actor: { kind: 'customer', id: customer.id, name: customer.name }, permissions: new Set() };
}
