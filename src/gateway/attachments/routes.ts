import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CHUNK_BYTES, NewUpload, UploadState } from '#shared/domain/attachments.ts';
import { Id } from '#shared/domain/ids.ts';
import { BucketMap } from '../auth/index.ts';
import { failureFields } from '../execute/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { acceptPieces, PieceHeaders, pieceOf, sendFile, uploadsOf } from './http.ts';
import { listWipes, readAttachment } from './tables.ts';
import type { Uploader } from './uploads.ts';

/** Files of one team member that wait for their messages. */
const MAX_WAITING = 200;
/** Pieces of one team member: about 10 MB a second. */
const PIECES = { perSecond: 40, burst: 80 };
const SWEEP_MS = 10 * 60_000;

const ById = z.object({ id: Id });
const tags = ['attachments'];

/** Adds the uploads and downloads of the team. Files can be read by whoever may read conversations, and by their uploader. */
export const attachmentsRoutes: ModuleRoutes = (app, deps) => {
  const uploads = uploadsOf(deps);
  const pieces = new BucketMap(PIECES);
  const mayWrite = deps.authorise('chat:write');
  acceptPieces(app);
  startSweeps(app, () => uploads.sweep());
  wipeAfterCommits(app, deps, () => uploads.wipe());

  app.post(
    '/api/v1/attachments',
    {
      preParsing: mayWrite,
      schema: {
        tags,
        summary: 'Begins an upload, or tells how far it has come',
        body: NewUpload,
        response: { 200: UploadState },
      },
    },
    (request) => uploads.begin(uploaderOf(request), request.body),
  );

  app.get(
    '/api/v1/attachments/:id/upload',
    { preParsing: mayWrite, schema: { tags, params: ById, response: { 200: UploadState } } },
    (request) => uploads.state(uploaderOf(request), request.params.id),
  );

  app.patch(
    '/api/v1/attachments/:id',
    {
      preParsing: mayWrite,
      bodyLimit: CHUNK_BYTES,
      schema: {
        tags,
        summary: 'Sends the next piece of a file',
        description:
          'The body has the content type application/offset+octet-stream and at most 256 KiB. Pieces that do not follow on directly are refused with `current.offset`.',
        params: ById,
        headers: PieceHeaders,
        response: { 200: UploadState },
      },
    },
    (request) => {
      const by = uploaderOf(request);
      const wait = pieces.take(by.owner, performance.now());
      if (wait > 0) refuse('too_many_requests', {}, { retryAfterMs: wait });
      return uploads.append(by, request.params.id, request.headers['upload-offset'], pieceOf(request));
    },
  );

  app.delete(
    '/api/v1/attachments/:id',
    { preParsing: mayWrite, schema: { tags, params: ById, response: { 200: z.object({}) } } },
    async (request) => {
      await uploads.cancel(uploaderOf(request), request.params.id);
      return {};
    },
  );

  app.get(
    '/api/v1/attachments/:id',
    {
      preParsing: deps.authorise('chat:read'),
      schema: { tags, summary: 'Returns a file', params: ById },
    },
    async (request, reply) => {
      const stored = readAttachment(deps.sql, request.params.id);
      const readable =
        stored !== undefined && (stored.messageId !== null || stored.owner === uploaderOf(request).owner);
      if (!readable || stored.mime === null) return refuse('attachment_unknown', {}, { field: 'id' });
      return sendFile(reply, uploads, stored);
    },
  );
};

function uploaderOf({ signIn, clientAddress }: FastifyRequest): Uploader {
  if (!signIn) return refuse('sign_in_first', {});
  const { principal, user } = signIn;
  return {
    principal: { ...principal, address: clientAddress },
    owner: `user:${user.id}`,
    maxWaiting: MAX_WAITING,
  };
}

/** Deletes what nobody names any longer, now and then, until the application closes. */
function startSweeps(app: Parameters<ModuleRoutes>[0], sweep: () => Promise<void>): void {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  app.addHook('onReady', async () => {
    timer = setInterval(() => {
      running = sweep().catch((error: unknown) =>
        app.log.error(
          { module: 'attachments', code: 'sweep_failed', ...failureFields(error) },
          'a sweep of files failed',
        ),
      );
    }, SWEEP_MS);
    timer.unref();
  });
  app.addHook('preClose', async () => {
    if (timer !== null) clearInterval(timer);
    await running;
  });
}

/** Pause between a commit and the look whether it has removed a message with files, ms. */
const WIPE_MS = 250;

/** Deletes the contents of removed messages soon after each commit, and at the start what a crash has left over. */
function wipeAfterCommits(
  app: Parameters<ModuleRoutes>[0],
  { sql, log }: Parameters<ModuleRoutes>[1],
  wipe: () => Promise<void>,
): void {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    timer = null;
    if (listWipes(sql, 1).length === 0) return;
    running = wipe().catch((error: unknown) =>
      app.log.error(
        { module: 'attachments', code: 'wipe_failed', ...failureFields(error) },
        'files of removed messages could not be deleted',
      ),
    );
  };
  const plan = (): void => {
    timer ??= setTimeout(look, WIPE_MS).unref();
  };
  let stop = (): void => undefined;
  app.addHook('onReady', async () => {
    stop = log.onCommit(plan);
    plan();
  });
  app.addHook('preClose', async () => {
    stop();
    if (timer !== null) clearTimeout(timer);
    await running;
  });
}
