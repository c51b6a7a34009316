import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundRoom, RoomExportFormat } from '#shared/domain/room-exports.ts';
import { ROOM_EXPORT_FILES } from '#shared/text/transcript/room.ts';
import { bridge } from '../../../bridge/client.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import { safeFileName } from '../../../lib/file-name.ts';
import { newId } from '../../../lib/new-id.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { madeBy } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import { exportFile, exportWords, readExport } from './save.ts';

/** What an administrator enters. */
export interface ExportForm {
  readonly userId: string;
  readonly reason: string;
}

/** The search for a private room and its export. */
export interface RoomExportWork {
  readonly busy: boolean;
  /** Why the last step failed; null if it did not. */
  readonly problem: string | null;
  /** The rooms of the person; null before the search. */
  readonly found: readonly FoundRoom[] | null;
  /** Messages read so far; null while nothing is read. */
  readonly read: number | null;
  readonly find: (form: ExportForm) => void;
  readonly save: (roomId: string, reason: string, format: RoomExportFormat) => void;
  /** Begins again with another person or reason. */
  readonly reset: () => void;
}

/** Exports a private room: the server tells its members first, then the messages are read and saved as a file. */
export function useRoomExport(onDone: () => void): RoomExportWork {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const [problem, say] = useSaid();
  const [found, setFound] = useState<readonly FoundRoom[] | null>(null);
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  // The rooms that were exported in this dialog: a file that could not be read is read again, and nobody is told twice.
  const exports = useRef(new Map<string, string>());
  useEffect(() => () => running.current?.abort(), []);

  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setBusy(true);
    say(null);
    try {
      await work(own.signal);
    } catch (error) {
      if (!own.signal.aborted) say((context) => problemText(context, error));
    } finally {
      if (!own.signal.aborted) {
        setBusy(false);
        setRead(null);
      }
    }
  };

  const exportIdOf = async (roomId: string, reason: string): Promise<string> => {
    const made = exports.current.get(roomId);
    if (made !== undefined) return made;
    const exportId = newId();
    const data = { roomId, exportId, reason };
    await bridge.call('commands.submit', { id: newId(), type: 'rooms.export', data, ...madeBy() });
    exports.current.set(roomId, exportId);
    return exportId;
  };

  return {
    busy,
    problem,
    found,
    read,
    find: ({ userId, reason }) =>
      void run(async (signal) => {
        const answer = await bridge.call('rooms.find_private', { id: newId(), userId, reason, ...madeBy() });
        if (!signal.aborted) setFound(answer.rooms);
      }),
    save: (roomId, reason, kind) =>
      void run(async (signal) => {
        const exportId = await exportIdOf(roomId, reason);
        const made = await bridge.call('rooms.exported', { exportId });
        signal.throwIfAborted();
        const pages = await readExport((query) => bridge.call('rooms.exported_messages', query), exportId, {
          signal,
          onProgress: setRead,
        });
        const style = { format: kind, words: exportWords(t, i18n.language), times: format };
        const { type, ending } = ROOM_EXPORT_FILES[kind];
        const name = safeFileName(
          t('audit.rooms.file.name'),
          made.room.name || made.room.id,
          format.calendarDay(made.at),
        );
        saveFile(`${name}.${ending}`, exportFile(made, pages, style), type);
        toast({ tone: 'ok', title: (context) => context.t('audit.rooms.saved', { count: made.messages }) });
        onDone();
      }),
    reset: () => {
      running.current?.abort();
      setBusy(false);
      setRead(null);
      say(null);
      setFound(null);
    },
  };
}
