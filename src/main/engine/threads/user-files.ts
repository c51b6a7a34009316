import { Files, type FilesOptions } from '../files/files.ts';
import { httpTransfer, type Transfer } from '../files/transfer.ts';
import type { NoticeHub } from '../notices/hub.ts';
import { NO_CHANGES } from '../notices/merge.ts';

/** What the files of an account's engine need. */
export interface UserFilesOptions
  extends Pick<FilesOptions, 'cacheFile' | 'outbox' | 'clock' | 'now' | 'logger' | 'random'> {
  readonly server: string;
  /** Replaces the transfer over HTTP. */
  readonly transfer: Transfer | undefined;
  /** Returns the access token of the open link; null without a link. */
  readonly token: () => string | null;
  readonly renewToken: () => void;
  readonly hub: NoticeHub;
  /** Files have arrived at the gateway, or were refused. */
  readonly moved: () => void;
}

/** Creates the files of an account. What changes of them is a topic of the change notices. */
export function createFiles({
  server,
  transfer,
  token,
  renewToken,
  hub,
  moved,
  ...rest
}: UserFilesOptions): Files {
  return new Files({
    ...rest,
    transfer: transfer ?? httpTransfer(server, token),
    unauthenticated: renewToken,
    changed: (keys) =>
      hub.changed({
        ...NO_CHANGES,
        topics: new Map([['attachments', keys.length === 0 ? null : new Set(keys)]]),
      }),
    settled: moved,
  });
}
