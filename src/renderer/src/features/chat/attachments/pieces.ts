import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { bridge } from '../../../bridge/client.ts';
import { fromBase64, toBase64 } from '../../../lib/base64.ts';
import { madeBy } from '../../../stores/session.ts';

/** Where a file is kept: its new id and its conversation. */
export interface KeepPlace {
  readonly id: string;
  readonly conversationId: string;
  readonly name: string;
  /** Who adds the file. */
  readonly by: string | null;
}

/** Keeps a file on this computer, piece by piece. Rejects with the bridge's errors, or the signal's reason once it is aborted. */
export async function keepFile(
  file: Blob,
  { id, conversationId, name, by }: KeepPlace,
  signal: AbortSignal,
): Promise<void> {
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    const piece = new Uint8Array(await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
    signal.throwIfAborted();
    const data = toBase64(piece);
    await bridge.call('attachments.keep', {
      ...{ id, conversationId, name, bytes: file.size, offset, data },
      ...madeBy(by),
    });
  }
}

/** Reads a file that is on this computer. Rejects with the bridge's errors, or the signal's reason once it is aborted. */
export async function readFile(
  id: string,
  bytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(bytes);
  for (let offset = 0; offset < bytes; ) {
    const piece = fromBase64((await bridge.call('attachments.piece', { id, offset })).data);
    signal.throwIfAborted();
    if (piece.length === 0 || offset + piece.length > bytes)
      throw new Error('The file is not as long as it says.');
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
