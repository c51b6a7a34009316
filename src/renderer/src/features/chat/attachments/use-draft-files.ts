import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { DraftFile } from '#shared/bridge/attachments.ts';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, problemOf } from '#shared/domain/attachments.ts';
import { bridge } from '../../../bridge/client.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import { newId } from '../../../lib/new-id.ts';
import type { Said } from '../../../lib/said.ts';
import { madeBy, useUserId } from '../../../stores/session.ts';
import { keepFile } from './pieces.ts';

const NONE: readonly DraftFile[] = [];

/** The files added to a message that is being written. */
export interface DraftFiles {
  readonly files: readonly DraftFile[];
  /** Why a file could not be added; null if none was refused. */
  readonly problem: string | null;
  /** Whether a message can name them all: they are on this computer, and none was refused. */
  readonly complete: boolean;
  readonly add: (files: Iterable<File>) => void;
  readonly remove: (id: string) => void;
  /** Whether this window is still reading a file. */
  readonly isReading: (id: string) => boolean;
  /** Forgets the files at once: they are on their way. */
  readonly sent: () => Promise<void>;
}

function limitOf(problem: ReturnType<typeof problemOf>, name: string): Said | null {
  if (problem === null) return null;
  const max = MAX_ATTACHMENT_BYTES / 1024 / 1024;
  return ({ t, format }) => t(`chat.files.problem.${problem}`, { name, max: format.integer(max) });
}

/** Adds files to a message and takes them away again. They are kept on this computer until the message was sent. */
export function useDraftFiles(conversationId: string): DraftFiles {
  const userId = useUserId();
  const [problem, say] = useSaid();
  const reading = useRef(new Map<string, AbortController>());
  const { data, refetch } = useQuery({
    queryKey: ['attachments', 'drafts', conversationId],
    queryFn: () => bridge.call('attachments.drafts', { conversationId }),
    meta: { record: conversationId },
  });
  useEffect(() => {
    const running = reading.current;
    return () => {
      for (const ending of running.values()) ending.abort();
    };
  }, []);
  const files = data?.files ?? NONE;

  const keep = async (file: File): Promise<void> => {
    const id = newId();
    const ending = new AbortController();
    reading.current.set(id, ending);
    try {
      await keepFile(file, { id, conversationId, name: file.name, by: userId }, ending.signal);
    } catch (error) {
      if (!ending.signal.aborted)
        say((context) =>
          context.t('chat.files.notAdded', { name: file.name, reason: problemText(context, error) }),
        );
      await bridge.call('attachments.remove', { id, ...madeBy(userId) }).catch(() => undefined);
    } finally {
      reading.current.delete(id);
      await refetch();
    }
  };

  return {
    files,
    problem,
    complete: files.every(({ kept, bytes, error }) => kept === bytes && error === null),
    add(added) {
      say(null);
      let room = MAX_ATTACHMENTS - files.length - reading.current.size;
      const good: File[] = [];
      for (const file of added) {
        const limit = limitOf(problemOf({ name: file.name, bytes: file.size }), file.name);
        if (limit !== null) say(limit);
        else if (room <= 0) say(({ t }) => t('chat.files.problem.many', { max: MAX_ATTACHMENTS }));
        else {
          room -= 1;
          good.push(file);
        }
      }
      // One after the other, so that they stay in their order.
      void good.reduce((before, file) => before.then(() => keep(file)), Promise.resolve());
    },
    remove(id) {
      say(null);
      reading.current.get(id)?.abort();
      bridge
        .call('attachments.remove', { id, ...madeBy(userId) })
        .then(() => refetch())
        .catch((error: unknown) => say((context) => problemText(context, error)));
    },
    isReading: (id) => reading.current.has(id),
    sent: async () => void (await refetch()),
  };
}
