import { createReadStream, type ReadStream } from 'node:fs';
import {
  judgePiece,
  MAX_ATTACHMENT_BYTES,
  mayBeAttached,
  type NewUpload,
  safeName,
  type UploadState,
} from '#shared/domain/attachments.ts';
import { maskCardsInName } from '#shared/domain/card-numbers.ts';
import type { GatewayConfig } from '../config.ts';
import { SYSTEM_PRINCIPAL } from '../execute/index.ts';
import { CommandError, type Principal, type RouteDependencies } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { checkContent, hashOf } from './check.ts';
import { AttachmentFiles, filesFolder, Turns } from './files.ts';
import {
  attachmentOf,
  beginUpload,
  countWaiting,
  dropAttachments,
  extendUpload,
  finishUpload,
  finishWipe,
  isKnown,
  isNamed,
  listWipes,
  readAttachment,
  type StoredAttachment,
} from './tables.ts';

/** How long an upload is kept without its message, ms. */
export const UPLOAD_MS = 24 * 3_600_000;
/** How long a content is kept that no row names, ms: long enough to take back a restore. */
const ORPHAN_MS = 7 * 24 * 3_600_000;
/** Contents of removed messages that are read from the table at a time. */
const WIPED = 100;
const FOLDERS = 256;
/** Folders looked through by one sweep. */
const FOLDERS_SWEPT = 16;

/** Who uploads: their principal, the name under which their files wait, and how many may. */
export interface Uploader {
  readonly principal: Principal;
  readonly owner: string;
  readonly maxWaiting: number;
}

/** What uploads need. */
export interface UploadDependencies extends Pick<RouteDependencies, 'sql' | 'clock' | 'executor'> {
  readonly config: Pick<GatewayConfig, 'databasePath'>;
}

/**
 * Takes files in pieces. An upload can be gone on with after any interruption: `begin` tells where, and pieces that do not follow
 * on directly are refused with the place. The last piece has the content checked and put in its place; only then can a message
 * name the file.
 */
export class Uploads {
  readonly #deps: UploadDependencies;
  readonly #files: AttachmentFiles;
  readonly #turns = new Turns();
  #nextFolder = 0;

  constructor(deps: UploadDependencies) {
    this.#deps = deps;
    this.#files = new AttachmentFiles(filesFolder(deps.config.databasePath));
  }

  /** Begins an upload, or tells how far one has come that was begun with the same data. */
  begin(by: Uploader, upload: NewUpload): Promise<UploadState> {
    if (!mayBeAttached(upload.name)) refuse('attachment_kind', {}, { field: 'name' });
    return this.#turns.take(upload.id, async () => {
      const known = readAttachment(this.#deps.sql, upload.id);
      if (known === undefined) {
        await this.#begin(by, upload);
        return { offset: 0, attachment: null };
      }
      const same = known.bytes === upload.bytes && known.sha256 === upload.sha256;
      if (known.owner !== by.owner || !same) refuse('duplicate_id', {}, { field: 'id' });
      await this.#extend(by, known);
      return this.#advance(by, known);
    });
  }

  /** Tells how far an upload has come. */
  state(by: Uploader, id: string): Promise<UploadState> {
    return this.#turns.take(id, () => this.#advance(by, this.#own(by, id)));
  }

  /** Takes the piece at an offset. Refuses with `attachment_offset`, which tells the right one, unless it follows on directly. */
  append(by: Uploader, id: string, offset: number, piece: Uint8Array): Promise<UploadState> {
    return this.#turns.take(id, async () => {
      const row = this.#own(by, id);
      const done = await this.#done(row);
      // The answer to the last piece was lost, and the piece came again.
      if (done !== null) return done;
      const received = await this.#files.received(id);
      const verdict = judgePiece({ received, bytes: row.bytes }, { offset, length: piece.length });
      if (verdict === 'go_on_elsewhere')
        refuse('attachment_offset', { offset: received }, { field: 'offset', current: { offset: received } });
      if (verdict === 'too_much')
        refuse('attachment_large', { max: MAX_ATTACHMENT_BYTES / 1024 / 1024 }, { field: 'content' });
      await this.#files.append(id, offset, piece);
      return this.#advance(by, row);
    });
  }

  /** Ends an upload and deletes what has arrived. A file that a message has stays. */
  cancel(by: Uploader, id: string): Promise<void> {
    return this.#turns.take(id, async () => {
      const row = readAttachment(this.#deps.sql, id);
      if (row === undefined || row.owner !== by.owner) return;
      if (row.messageId !== null) refuse('attachment_used', {}, { field: 'id' });
      await this.#drop(by, id);
    });
  }

  /** Opens a stored content for reading. Refuses with `attachment_gone` if the disk does not have it. */
  async read({ sha256, bytes }: StoredAttachment): Promise<ReadStream> {
    if (!(await this.#files.has(sha256, bytes))) refuse('attachment_gone', {});
    return createReadStream(this.#files.contentPath(sha256));
  }

  /** Deletes a bounded number of files that no row names. Call it now and then. */
  async sweep(): Promise<void> {
    const { sql, clock } = this.#deps;
    await this.#files.sweepUploads((id) => isKnown(sql, id), clock.now() - UPLOAD_MS);
    for (let n = 0; n < FOLDERS_SWEPT; n += 1) {
      const folder = this.#nextFolder;
      this.#nextFolder = (folder + 1) % FOLDERS;
      const before = clock.now() - ORPHAN_MS;
      await this.#files.sweepContent(folder, before, (sha256) => this.#collect(sha256, before));
    }
  }

  /**
   * Deletes the contents of removed messages from the disk, unless another message has the same. What is to be deleted is in a
   * table until it is, so a crash between the two leaves nothing behind.
   */
  async wipe(): Promise<void> {
    const { sql, executor, clock } = this.#deps;
    for (let found = listWipes(sql, WIPED); found.length > 0; found = listWipes(sql, WIPED))
      for (const sha256 of found)
        await this.#turns.take(contentKey(sha256), async () => {
          const kept = isNamed(sql, sha256);
          if (!kept) await this.#files.wipe(sha256);
          await executor.run(SYSTEM_PRINCIPAL, clock.now(), (context) => {
            // The other message may have been removed meanwhile; then its turn comes again.
            if (!kept || isNamed(context.sql, sha256)) context.write(finishWipe, { sha256 });
          });
        });
  }

  #own(by: Uploader, id: string): StoredAttachment {
    const row = readAttachment(this.#deps.sql, id);
    return row?.owner === by.owner ? row : refuse('attachment_unknown', {}, { field: 'id' });
  }

  async #begin({ principal, owner, maxWaiting }: Uploader, upload: NewUpload): Promise<void> {
    const { executor, clock } = this.#deps;
    const now = clock.now();
    await this.#files.forget(upload.id);
    await executor.run(principal, now, (context) => {
      if (countWaiting(context.sql, owner) >= maxWaiting)
        refuse('attachments_waiting', { max: maxWaiting }, { retryAfterMs: 30_000 });
      const name = maskCardsInName(upload.name);
      context.write(beginUpload, { ...upload, name, owner, createdAt: now, expiresAt: now + UPLOAD_MS });
    });
  }

  /** Keeps an upload that is gone on with for longer. */
  async #extend({ principal }: Uploader, { id, expiresAt }: StoredAttachment): Promise<void> {
    const { executor, clock } = this.#deps;
    const now = clock.now();
    if (expiresAt === null || expiresAt - now > UPLOAD_MS / 2) return;
    await executor.run(principal, now, (context) =>
      context.write(extendUpload, { id, expiresAt: now + UPLOAD_MS }),
    );
  }

  /** Returns the state of a file that was checked and is on disk; null otherwise, also after its content was lost. */
  async #done(row: StoredAttachment): Promise<UploadState | null> {
    const attachment = attachmentOf(row);
    if (attachment === null || !(await this.#files.has(row.sha256, row.bytes))) return null;
    return { offset: row.bytes, attachment };
  }

  /** Checks and keeps a file that has arrived as a whole. A gateway may have ended before it came to that. */
  async #advance(by: Uploader, row: StoredAttachment): Promise<UploadState> {
    const done = await this.#done(row);
    if (done !== null) return done;
    const received = await this.#files.received(row.id);
    return received < row.bytes ? { offset: received, attachment: null } : this.#finish(by, row);
  }

  async #finish(by: Uploader, row: StoredAttachment): Promise<UploadState> {
    const { executor, clock } = this.#deps;
    const { id, sha256, bytes } = row;
    const path = this.#files.uploadPath(id);
    // A crash of the machine can leave a file of the right size with the wrong content.
    if ((await hashOf(path)) !== sha256) {
      await this.#files.forget(id);
      refuse('attachment_altered', {}, { field: 'sha256', current: { offset: 0 } });
    }
    const checked = await checkContent(path, row.name);
    if (!checked.ok) {
      await this.#drop(by, id);
      throw new CommandError(checked.error);
    }
    const { type, size } = checked.value;
    const attachment = {
      ...{ id, name: maskCardsInName(safeName(row.name, type)), mime: type, bytes },
      ...{ width: size?.width ?? null, height: size?.height ?? null },
    };
    const now = clock.now();
    const expiresAt = row.messageId === null ? now + UPLOAD_MS : null;
    // No sweep deletes the content between its renaming and the row that names it.
    await this.#turns.take(contentKey(sha256), () => this.#files.keep(id, sha256));
    await executor.run(by.principal, now, (context) =>
      context.write(finishUpload, { attachment, expiresAt }),
    );
    return { offset: bytes, attachment };
  }

  async #drop({ principal }: Uploader, id: string): Promise<void> {
    const { executor, clock } = this.#deps;
    await executor.run(principal, clock.now(), (context) => context.write(dropAttachments, { ids: [id] }));
    await this.#files.forget(id);
  }

  #collect(sha256: string, before: number): Promise<void> {
    return this.#turns.take(contentKey(sha256), () =>
      this.#files.removeContent(sha256, before, () => isNamed(this.#deps.sql, sha256)),
    );
  }
}

function contentKey(sha256: string): string {
  return `content:${sha256}`;
}
