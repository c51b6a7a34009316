import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { DraftFile, FileState } from '#shared/bridge/attachments.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { CHUNK_BYTES, MAX_ATTACHMENTS, problemOf } from '#shared/domain/attachments.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Clock, Logger } from '../../ports.ts';
import { FileStore, type KeptFile, MAX_UNSENT_BYTES } from './store.ts';
import type { Transfer } from './transfer.ts';
import { Uploader } from './uploader.ts';

/** How many downloads run at a time. */
const MAX_LOADING = 4;
const Named = z.array(z.string());
type Done = Record<string, never>;

/** What the files of an account need. */
export interface FilesOptions {
  /** The path of the account's cache. */
  readonly cacheFile: string;
  /** The connection to the outbox file, to read which files its messages name. */
  readonly outbox: Database;
  readonly transfer: Transfer;
  readonly clock: Clock;
  readonly now: () => number;
  readonly logger: Logger;
  readonly random: () => number;
  readonly unauthenticated: () => void;
  /** What is shown of a file has changed: its id, or the conversation that it is added in. */
  readonly changed: (keys: readonly string[]) => void;
  /** A message may be able to go now that waited for its files. */
  readonly settled: () => void;
}

/** The files of messages: kept until they are sent, sent before their messages, fetched on demand. Errors are results. */
export class Files {
  readonly #options: FilesOptions;
  readonly #store: FileStore;
  readonly #uploader: Uploader;
  readonly #loading = new Map<string, Promise<BridgeResult<Done>>>();

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#store = new FileStore(options.cacheFile, options.now);
    const { transfer, clock, logger, random, unauthenticated } = options;
    this.#uploader = new Uploader({
      ...{ store: this.#store, transfer, clock, logger, random, unauthenticated },
      changed: (id) => this.#moved(id),
    });
    this.sortAll();
  }

  connected(): void {
    this.sortAll();
    this.#uploader.connected();
  }

  disconnected(): void {
    this.#uploader.disconnected();
  }

  /** Whether a message has to wait for a file: it is here, and the gateway does not have it yet. */
  isPending(id: string): boolean {
    if (this.#uploader.isReady(id)) return false;
    const file = this.#store.get(id);
    return file !== undefined && file.sha256 !== null && file.error === null;
  }

  /** Returns why the gateway has refused a file; null if it has not. */
  refusalOf(id: string): ProtocolError | null {
    return this.#store.get(id)?.error ?? null;
  }

  /** Looks which files the messages in the outbox name, after these have changed. */
  sort(): void {
    this.#guarded(() => {
      if (this.#store.anyUnsent()) this.#sort();
    });
  }

  /** Like `sort`, and takes in again what was sent: a gateway that was restored has lost messages, which are queued again. */
  sortAll(): void {
    this.#guarded(() => this.#sort());
  }

  keep(input: MethodInput<'attachments.keep'>): BridgeResult<MethodOutput<'attachments.keep'>> {
    return this.#written(() => {
      const { id, conversationId, name, bytes, offset } = input;
      const piece = Buffer.from(input.data, 'base64');
      const known = this.#store.get(id);
      const problem = known === undefined ? this.#problemWith({ name, bytes }, conversationId) : null;
      if (problem !== null) return err(problem);
      const file = known ?? this.#store.add({ id, kind: 'draft', conversationId, name, mime: null, bytes });
      if (offset < file.received || file.sha256 !== null) return ok({ kept: file.received });
      if (offset > file.received || piece.length !== Math.min(CHUNK_BYTES, bytes - offset))
        return err(refused('request_invalid', {}, { field: 'offset' }));
      const after = this.#store.append(file, piece);
      this.#options.changed([conversationId]);
      if (after.sha256 !== null) this.#uploader.wake();
      return ok({ kept: after.received });
    });
  }

  drafts({ conversationId }: MethodInput<'attachments.drafts'>): MethodOutput<'attachments.drafts'> {
    return { files: this.#store.drafts(conversationId).map((file) => this.#draftOf(file)) };
  }

  remove({ id }: MethodInput<'attachments.remove'>): BridgeResult<Done> {
    return this.#written(() => {
      const file = this.#store.get(id);
      // What a message names goes with the message.
      if (file?.kind !== 'draft') return ok({});
      this.#store.remove(id);
      this.#uploader.forget(id);
      this.#options.changed(file.conversationId === null ? [] : [file.conversationId]);
      return ok({});
    });
  }

  /** Deletes the files of removed messages, also those that are being fetched. Throws SQLite's errors. */
  wipe(ids: readonly string[]): void {
    if (!this.#store.wipe(ids)) throw new Error('the write-ahead log of the files is being read');
    for (const id of ids) {
      // What arrives of it after all goes as well.
      void this.#loading.get(id)?.then(() => this.#guarded(() => void this.#store.wipe([id])));
      this.#uploader.forget(id);
    }
    if (ids.length > 0) this.#options.changed(ids);
  }

  states({ ids }: MethodInput<'attachments.states'>): MethodOutput<'attachments.states'> {
    return { files: ids.map((id): FileState => this.#stateOf(id)) };
  }

  /** Fetches a file. The same file is fetched once for all who ask. */
  load(input: MethodInput<'attachments.load'>): Promise<BridgeResult<Done>> {
    const { id, name, mime, bytes } = input;
    const known = this.#store.get(id);
    if (known !== undefined && known.sha256 !== null) {
      this.#store.use(id);
      return Promise.resolve(ok({}));
    }
    const running = this.#loading.get(id);
    if (running !== undefined) return running;
    if (known !== undefined && known.kind !== 'cached') return Promise.resolve(err(notKept()));
    if (this.#loading.size >= MAX_LOADING)
      return Promise.resolve(err(refused('too_many_requests', {}, { retryAfterMs: 1_000 })));
    const loading = this.#fetch({ id, kind: 'cached', conversationId: null, name, mime, bytes }).finally(
      () => {
        this.#loading.delete(id);
        this.#options.changed([id]);
      },
    );
    this.#loading.set(id, loading);
    return loading;
  }

  piece({ id, offset }: MethodInput<'attachments.piece'>): BridgeResult<MethodOutput<'attachments.piece'>> {
    const file = this.#store.get(id);
    const data = file && this.#store.piece(file, offset);
    if (file === undefined || data === undefined) return err(refused('attachment_unknown', {}));
    return ok({ data: Buffer.from(data).toString('base64'), bytes: file.bytes });
  }

  storage({
    limit,
    clear,
  }: MethodInput<'attachments.storage'>): BridgeResult<MethodOutput<'attachments.storage'>> {
    return this.#written(() => {
      if (limit !== undefined) this.#store.limit = limit;
      if (clear === true) this.clear();
      return ok({ ...this.#store.sizes(), limit: this.#store.limit });
    });
  }

  /** Deletes what can be fetched again. */
  clear(): void {
    this.#store.evict(0);
    this.#options.changed([]);
  }

  dispose(): void {
    this.#uploader.dispose();
    this.#options.transfer.dispose();
    this.#store.close();
  }

  #sort(): void {
    if (!this.#store.sort(this.#named())) return;
    this.#options.changed([]);
    this.#uploader.sweep();
    this.#uploader.wake();
  }

  #problemWith(file: { name: string; bytes: number }, conversationId: string): ProtocolError | null {
    const problem = problemOf(file);
    if (problem === 'kind') return refused('attachment_kind', {}, { field: 'name' });
    if (problem === 'empty') return refused('attachment_empty', {}, { field: 'bytes' });
    if (this.#store.drafts(conversationId).length >= MAX_ATTACHMENTS)
      return refused('attachments_many', { max: MAX_ATTACHMENTS }, { field: 'id' });
    if (this.#store.sizes().unsent + file.bytes > MAX_UNSENT_BYTES)
      return refused('attachments_full', {}, { field: 'bytes' });
    return null;
  }

  async #fetch(file: Parameters<FileStore['add']>[0]): Promise<BridgeResult<Done>> {
    const { transfer, logger, unauthenticated } = this.#options;
    try {
      this.#store.remove(file.id);
      let kept = this.#store.add(file);
      let rest: Uint8Array = new Uint8Array(0);
      const fetched = await transfer.fetch(file.id, (bytes) => {
        rest = Buffer.concat([rest, bytes]);
        if (kept.received + rest.length > file.bytes) throw new Error('The file is larger than announced.');
        while (
          rest.length >= CHUNK_BYTES ||
          (rest.length > 0 && kept.received + rest.length === file.bytes)
        ) {
          kept = this.#store.append(kept, rest.subarray(0, CHUNK_BYTES));
          rest = rest.subarray(CHUNK_BYTES);
          this.#options.changed([file.id]);
        }
      });
      if (fetched.ok && kept.sha256 !== null) {
        this.#store.evict();
        return ok({});
      }
      this.#store.remove(file.id);
      if (fetched.ok) return err(refused('server_answer', {}));
      if (fetched.error.code === 'unauthenticated') unauthenticated();
      return err(fetched.error.code === 'unavailable' ? refused('attachment_offline', {}) : fetched.error);
    } catch (error) {
      logger.error({ error: String(error) }, 'cannot keep a file');
      return err(notKept());
    }
  }

  #draftOf(file: KeptFile): DraftFile {
    const { id, name, bytes, received: kept, error } = file;
    const ready = this.#uploader.isReady(id);
    return { id, name, bytes, kept, sent: ready ? bytes : this.#uploader.sent(id), ready, error };
  }

  #stateOf(id: string): FileState {
    const file = this.#store.get(id);
    const waiting = file?.kind === 'queued';
    return {
      id,
      name: file?.name ?? '',
      bytes: file?.bytes ?? 0,
      here: file !== undefined && file.sha256 !== null,
      kept: file?.received ?? 0,
      sent: waiting ? this.#uploader.sent(id) : 0,
      waiting,
    };
  }

  #moved(id: string): void {
    const conversationId = this.#store.get(id)?.conversationId;
    this.#options.changed(conversationId ? [id, conversationId] : [id]);
    if (!this.isPending(id)) this.#options.settled();
  }

  /** Returns the files that unsettled messages name. */
  #named(): ReadonlySet<string> {
    const rows = this.#options.outbox
      .prepare<[], { files: string }>(
        `SELECT json_extract(data, '$.attachments') AS files FROM outbox
         WHERE type = 'chat.send_message' AND state <> 'settled' AND json_type(data, '$.attachments') = 'array'`,
      )
      .all();
    return new Set(rows.flatMap(({ files }) => Named.safeParse(JSON.parse(files)).data ?? []));
  }

  #written<T>(work: () => BridgeResult<T>): BridgeResult<T> {
    try {
      return work();
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot write to the files');
      return err(notKept());
    }
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      // The next change of the outbox, or the next start, sorts them again.
      this.#options.logger.error({ error: String(error) }, 'cannot sort the files');
    }
  }
}

function notKept(): ProtocolError {
  return refused('attachment_not_kept', {});
}
