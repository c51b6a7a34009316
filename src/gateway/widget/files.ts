import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CHUNK_BYTES, NewUpload } from '#shared/domain/attachments.ts';
import { Id } from '#shared/domain/ids.ts';
import {
  acceptPieces,
  PieceHeaders,
  pieceOf,
  readAttachment,
  sendFile,
  type Uploader,
  uploadsOf,
  visitorOwner,
} from '../attachments/index.ts';
import { BucketMap } from '../auth/index.ts';
import type { GatewayApp, Principal, RouteDependencies } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import type { Visitor } from './visitor.ts';

/** Files of one visitor that wait for their messages. */
const MAX_WAITING = 20;
/** Uploads that a visitor begins, pieces that they send (about 1 MB a second) and files that they fetch. */
const BEGINS = { perSecond: 0.5, burst: 20 };
const PIECES = { perSecond: 4, burst: 40 };
const READS = { perSecond: 2, burst: 40 };

const ById = z.object({ id: Id });
const hide = true;

/** What the routes of visitors' files need. */
export interface FilesDesk {
  readonly app: GatewayApp;
  readonly deps: RouteDependencies;
  visitorOf(request: FastifyRequest): Promise<Visitor>;
  principalOf(visitor: Visitor): Principal;
}

/**
 * Adds the uploads and downloads of visitors: the same checks as for the team, limits of their own, and nothing but the files of
 * messages that they see in their own conversation.
 */
export function filesRoutes({ app, deps, visitorOf, principalOf }: FilesDesk): void {
  const uploads = uploadsOf(deps);
  const [begins, pieces, reads] = [BEGINS, PIECES, READS].map((limit) => new BucketMap(limit));
  acceptPieces(app);
  const preParsing = async (request: FastifyRequest): Promise<void> => void (await visitorOf(request));
  const uploaderOf = async (request: FastifyRequest, limit?: BucketMap): Promise<Uploader> => {
    const visitor = await visitorOf(request);
    const owner = visitorOwner(visitor.conversationId);
    const wait = limit?.take(visitor.browserId, performance.now()) ?? 0;
    if (wait > 0) refuse('too_many_requests', {}, { retryAfterMs: wait });
    const principal = { ...principalOf(visitor), address: request.clientAddress };
    return { principal, owner, maxWaiting: MAX_WAITING };
  };

  app.post('/widget/api/attachments', { preParsing, schema: { hide, body: NewUpload } }, async (request) =>
    uploads.begin(await uploaderOf(request, begins), request.body),
  );

  app.patch(
    '/widget/api/attachments/:id',
    { preParsing, bodyLimit: CHUNK_BYTES, schema: { hide, params: ById, headers: PieceHeaders } },
    async (request) =>
      uploads.append(
        await uploaderOf(request, pieces),
        request.params.id,
        request.headers['upload-offset'],
        pieceOf(request),
      ),
  );

  app.delete(
    '/widget/api/attachments/:id',
    { preParsing, schema: { hide, params: ById } },
    async (request) => {
      await uploads.cancel(await uploaderOf(request), request.params.id);
      return {};
    },
  );

  app.get(
    '/widget/api/attachments/:id',
    { preParsing, schema: { hide, params: ById } },
    async (request, reply) => {
      await uploaderOf(request, reads);
      const { conversationId } = await visitorOf(request);
      const stored = readAttachment(deps.sql, request.params.id);
      const theirs =
        stored?.conversationId === conversationId && stored.internal === 0 && stored.messageId !== null;
      if (stored === undefined || !theirs) return refuse('attachment_unknown', {}, { field: 'id' });
      return sendFile(reply, uploads, stored);
    },
  );
}
