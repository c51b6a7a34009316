import type { TFunction } from 'i18next';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { RoomExport, RoomExportFormat } from '#shared/domain/room-exports.ts';
import type { RoomMessage } from '#shared/domain/rooms.ts';
import { type RoomExportWords, roomExportParts, type TranscriptTimes } from '#shared/text/transcript/room.ts';

const PAGE = 500;

type Read = (
  query: MethodInput<'rooms.exported_messages'>,
) => Promise<MethodOutput<'rooms.exported_messages'>>;

/** Reads all messages of an export, page by page. Throws where a page cannot be read, or the signal's reason once it is aborted. */
export async function readExport(
  read: Read,
  exportId: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (messages: number) => void },
): Promise<RoomMessage[][]> {
  const pages: RoomMessage[][] = [];
  let count = 0;
  let after: string | null = null;
  do {
    const page: MethodOutput<'rooms.exported_messages'> = await read({ exportId, after, limit: PAGE });
    options.signal.throwIfAborted();
    pages.push(page.rows);
    count += page.rows.length;
    after = page.next;
    options.onProgress(count);
  } while (after !== null);
  return pages;
}

/** The words of an exported room in the user's language. */
export function exportWords(t: TFunction, language: string): RoomExportWords {
  return {
    language,
    note: '',
    title: (room) => t('audit.rooms.file.title', { room }),
    unnamed: t('audit.rooms.file.unnamed'),
    topic: t('audit.rooms.file.topic'),
    members: t('audit.rooms.file.members'),
    made: t('audit.rooms.file.made'),
    messages: t('audit.rooms.file.messages'),
    exported: t('audit.rooms.file.exported'),
    reason: t('audit.reason'),
    id: t('audit.rooms.file.id'),
    zone: t('audit.rooms.file.zone'),
    byAt: (name, time) => t('audit.rooms.file.byAt', { name, time }),
    shared: (conversation, message) => t('audit.rooms.file.shared', { conversation, message }),
    line: (reason) => t('rooms.messages.exported', { reason }),
  };
}

/** Returns the parts of the file of an export. */
export function exportFile(
  made: RoomExport,
  pages: readonly (readonly RoomMessage[])[],
  style: {
    readonly format: RoomExportFormat;
    readonly words: RoomExportWords;
    readonly times: TranscriptTimes;
  },
): string[] {
  return [...roomExportParts(made, pages, style)];
}
