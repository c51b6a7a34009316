import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import {
  type AttachmentType,
  agreesWithName,
  CHUNK_BYTES,
  isAttachmentType,
  isPicture,
  isPlainText,
  MAX_PIXELS,
  type PictureSize,
  pictureSize,
} from '#shared/domain/attachments.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';

/** What a file is, by its content. */
export interface Checked {
  readonly type: AttachmentType;
  readonly size: PictureSize | null;
}

const CONTENT = { field: 'content' } as const;

/**
 * Finds out what a file is from its content, and refuses what may not be attached or is not what its name says. Pictures are
 * never decoded: only their headers are read.
 */
export async function checkContent(path: string, name: string): Promise<Result<Checked, ProtocolError>> {
  const head = await readHead(path);
  const found = (await fileTypeFromBuffer(head))?.mime ?? ((await isText(path)) ? 'text/plain' : null);
  if (found === null || !isAttachmentType(found) || !agreesWithName(name, found))
    return err(refused('attachment_content', {}, CONTENT));
  if (!isPicture(found)) return ok({ type: found, size: null });
  const size = pictureSize(head, found);
  if (size === null) return err(refused('attachment_content', {}, CONTENT));
  if (size.width * size.height > MAX_PIXELS)
    return err(refused('attachment_pixels', { max: MAX_PIXELS / 1_000_000 }, CONTENT));
  return ok({ type: found, size });
}

/** Returns the SHA-256 of a file as hexadecimal digits. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES })) hash.update(piece);
  return hash.digest('hex');
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Whether a file is UTF-8 without control characters, read piece by piece. */
async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
      if (!isPlainText(decoder.decode(piece, { stream: true }))) return false;
    return isPlainText(decoder.decode());
  } catch (error) {
    // The decoder throws a TypeError for what is not UTF-8; failures of the disk go on.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
