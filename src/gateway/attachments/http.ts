import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES } from '#shared/domain/attachments.ts';
import type { GatewayApp, RouteDependencies } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import type { StoredAttachment } from './tables.ts';
import { type UploadDependencies, Uploads } from './uploads.ts';

/** The content type of a piece of a file. */
export const PIECE_TYPE = 'application/offset+octet-stream';

/** A file is nothing that a browser runs or shows by itself: no scripts, no plugins, an origin of its own. */
const FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** The header that says where a piece belongs. */
export const PieceHeaders = z.object({
  'upload-offset': z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number)
    .pipe(z.number().max(MAX_ATTACHMENT_BYTES)),
});

const uploadsOfExecutor = new WeakMap<RouteDependencies['executor'], Uploads>();

/** Returns the uploads of a gateway: one for the team's routes and those of the chat page, so that they take turns. */
export function uploadsOf(deps: UploadDependencies): Uploads {
  let found = uploadsOfExecutor.get(deps.executor);
  if (found === undefined) {
    found = new Uploads(deps);
    uploadsOfExecutor.set(deps.executor, found);
  }
  return found;
}

/** Lets an application read pieces of files, of 256 KiB at most. */
export function acceptPieces(app: GatewayApp): void {
  if (app.hasContentTypeParser(PIECE_TYPE)) return;
  app.addContentTypeParser(
    PIECE_TYPE,
    { parseAs: 'buffer', bodyLimit: CHUNK_BYTES },
    (_request: FastifyRequest, body: Buffer, done: (error: Error | null, body: Buffer) => void) =>
      done(null, body),
  );
}

/** Returns the piece in a request. */
export function pieceOf({ body }: { readonly body: unknown }): Uint8Array {
  return body instanceof Uint8Array && body.length > 0
    ? body
    : refuse('request_invalid', {}, { field: 'body' });
}

/** Sends a file so that nothing of it is ever run: with its checked type, to be saved, and without guessing of types. */
export async function sendFile(
  reply: FastifyReply,
  uploads: Uploads,
  stored: StoredAttachment,
): Promise<FastifyReply> {
  const content = await uploads.read(stored);
  const type = stored.mime === 'text/plain' ? 'text/plain; charset=utf-8' : (stored.mime ?? '');
  return reply
    .headers({
      'content-type': type,
      'content-length': stored.bytes,
      'content-disposition': `attachment; filename*=UTF-8''${encodeName(stored.name)}`,
      'content-security-policy': FILE_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    })
    .send(content);
}

/** Encodes a name for `filename*` (RFC 8187): everything but letters, digits and a few marks. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
