import { z } from 'zod';
import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { backoffDelay } from '#shared/domain/connection.ts';
import { isTransient, type ProtocolError } from '#shared/protocol/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { FileStore, KeptFile } from './store.ts';
import type { Transfer } from './transfer.ts';

/** How often a file is sent again that arrived damaged. */
const MAX_DAMAGED = 3;
const MAX_RETRY_MS = 5 * 60_000;
const Moved = z.object({ offset: z.int().min(0) });

/** What an uploader needs. */
export interface UploaderOptions {
  readonly store: FileStore;
  readonly transfer: Transfer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The gateway no longer accepts the access token. */
  readonly unauthenticated: () => void;
  /** A file has come further, is ready for its message, or was refused. */
  readonly changed: (id: string) => void;
}

/**
 * Sends unsent files to the gateway, one after the other in the order in which they were added, while there is a link. On each
 * link it asks for every file how far it has come, and goes on there: what the gateway does not have any longer is sent again.
 */
export class Uploader {
  readonly #options: UploaderOptions;
  /** The files that the gateway has on this link. */
  readonly #ready = new Set<string>();
  /** How much the gateway has of a file, bytes. */
  readonly #sent = new Map<string, number>();
  #link = 0;
  #connected = false;
  #running = false;
  #failures = 0;
  #stopWaiting: (() => void) | null = null;
  #disposed = false;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** Whether the gateway has all of a file. */
  isReady(id: string): boolean {
    return this.#ready.has(id);
  }

  /** Returns how much of a file the gateway has, bytes. */
  sent(id: string): number {
    return this.#sent.get(id) ?? 0;
  }

  connected(): void {
    this.#link += 1;
    this.#connected = true;
    this.#failures = 0;
    this.wake();
  }

  disconnected(): void {
    this.#connected = false;
    this.#ready.clear();
  }

  /** Looks for files to send: one was added. */
  wake(): void {
    if (this.#disposed || !this.#connected || this.#running) return;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    void this.#run();
  }

  /** Forgets a file. What the gateway has of it is deleted there, if there is a link, and expires otherwise. */
  forget(id: string): void {
    const begun = this.#ready.delete(id) || this.#sent.has(id);
    this.#sent.delete(id);
    if (begun && this.#connected) void this.#options.transfer.cancel(id);
  }

  /** Forgets how far the files came that are unsent no longer. */
  sweep(): void {
    for (const id of this.#sent.keys()) {
      const kind = this.#options.store.get(id)?.kind;
      if (kind === 'draft' || kind === 'queued') continue;
      this.#ready.delete(id);
      this.#sent.delete(id);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopWaiting?.();
  }

  async #run(): Promise<void> {
    this.#running = true;
    const { store, logger } = this.#options;
    let retry: number | null = null;
    try {
      let link = this.#link;
      for (let after = 0; this.#isOn(); ) {
        // A new link begins with the first file again.
        if (link !== this.#link) {
          link = this.#link;
          after = 0;
        }
        const file = store.nextUnsent(after);
        if (file === undefined) break;
        after = file.n;
        if (this.#ready.has(file.id)) continue;
        retry = await this.#upload(file, link);
        if (retry !== null) break;
      }
    } catch (error) {
      logger.error({ error: String(error) }, 'cannot go on with an upload');
      retry = MAX_RETRY_MS;
    } finally {
      this.#running = false;
    }
    if (retry !== null) this.#wait(retry);
  }

  #isOn(): boolean {
    return this.#connected && !this.#disposed;
  }

  #wait(ms: number): void {
    if (!this.#isOn()) return;
    this.#stopWaiting = this.#options.clock.setTimeout(() => {
      this.#stopWaiting = null;
      this.wake();
    }, ms);
  }

  /** Sends a file. Returns null, or the time after which to try again, ms. */
  async #upload({ id, name, bytes, sha256 }: KeptFile, link: number): Promise<number | null> {
    const { store, transfer, changed } = this.#options;
    let damaged = 0;
    let answer = await transfer.begin({ id, name, bytes, sha256: sha256 ?? '' });
    for (;;) {
      const file = store.get(id);
      if (file === undefined) {
        // Removed meanwhile.
        this.forget(id);
        void transfer.cancel(id);
        return null;
      }
      if (!this.#isOn() || link !== this.#link) return 0;
      let offset: number;
      if (answer.ok) {
        this.#failures = 0;
        offset = answer.value.offset;
        this.#sent.set(id, offset);
        if (answer.value.attachment !== null) this.#ready.add(id);
        changed(id);
        if (answer.value.attachment !== null) return null;
      } else {
        const moved = movedTo(answer.error);
        if (moved === null) return this.#failed(id, answer.error);
        if (moved === 0) damaged += 1;
        if (damaged > MAX_DAMAGED) return this.#refused(id, answer.error);
        offset = moved;
      }
      // The gateway counts in bytes, and may have stopped within a piece.
      const start = Math.floor(offset / CHUNK_BYTES) * CHUNK_BYTES;
      const piece = store.piece(file, start)?.subarray(offset - start);
      if (piece === undefined || piece.length === 0) return this.#refused(id, lostPiece());
      answer = await transfer.send(id, offset, piece);
    }
  }

  #failed(id: string, error: ProtocolError): number | null {
    if (!isTransient(error.code)) return this.#refused(id, error);
    if (error.code === 'unauthenticated') this.#options.unauthenticated();
    this.#failures += 1;
    const asked = Math.min(error.retryAfterMs ?? 0, MAX_RETRY_MS);
    return Math.max(asked, backoffDelay(this.#failures, this.#options.random()));
  }

  #refused(id: string, error: ProtocolError): null {
    this.#options.store.refuse(id, error);
    this.#options.changed(id);
    return null;
  }
}

function movedTo({ code, current }: ProtocolError): number | null {
  if (code !== 'conflict') return null;
  return Moved.safeParse(current).data?.offset ?? null;
}

function lostPiece(): ProtocolError {
  return { code: 'unavailable', message: 'A part of the file is missing on this computer.' };
}
