import { AT_ONCE, type CommandContext, type GatewayModule, type Sql } from '../kernel.ts';
import { contentPathIn, filesFolder } from './files.ts';
import * as m0480 from './migrations/0480-attachments.ts';
import * as m0511 from './migrations/0511-content-wipes.ts';
import * as m0562 from './migrations/0562-masked-names.ts';
import { giveFiles } from './of-message.ts';
import { attachmentsRoutes } from './routes.ts';
import {
  beginUpload,
  dropAttachments,
  dropFilesOf,
  extendUpload,
  finishUpload,
  finishWipe,
  hasFiles,
  isNamed,
  listContents,
  listExpired,
  nextExpiry,
} from './tables.ts';

export { filesFolder } from './files.ts';
export { acceptPieces, PieceHeaders, pieceOf, sendFile, uploadsOf } from './http.ts';
export { filesForMessage, visitorOwner } from './of-message.ts';
export { readAttachment, storedBytes } from './tables.ts';
export type { Uploader, Uploads } from './uploads.ts';

/** The contents of the files of messages, for backups. */
export const messageContents = {
  named: listContents,
  isNamed: (sql: Sql, sha256: string): boolean => hasFiles(sql) && isNamed(sql, sha256),
  folderOf: filesFolder,
  pathIn: contentPathIn,
};

/** Rows that one sweep forgets. */
const SLICE = 200;

/** Forgets uploads whose time is over. Their files follow, because no row names them. */
function sweepExpired(context: CommandContext): number | null {
  const ids = listExpired(context.sql, context.now, SLICE);
  if (ids.length > 0) context.write(dropAttachments, { ids });
  return ids.length === SLICE ? AT_ONCE : nextExpiry(context.sql);
}

/** The files of messages. Listed before `chat`, whose messages name them. */
export const attachmentsModule: GatewayModule = {
  name: 'attachments',
  migrations: { '0480-attachments': m0480, '0511-content-wipes': m0511, '0562-masked-names': m0562 },
  commands: {},
  writes: [beginUpload, extendUpload, finishUpload, dropAttachments, finishWipe],
  projection: {
    'chat.message_sent': giveFiles,
    'chat.note_added': giveFiles,
    'chat.message_redacted': (on, { data }) => dropFilesOf(on, data.messageId),
    'chat.messages_expired': (on, { data }) => {
      for (const id of data.withFiles) dropFilesOf(on, id);
    },
  },
  sweep: sweepExpired,
  routes: attachmentsRoutes,
};
