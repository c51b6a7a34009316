import { useEffect, useRef, useState } from 'react';
import type { ImportFile, ImportKind } from '#shared/domain/imports.ts';
import { bridge } from '../../bridge/client.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { problemText } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import { madeBy } from '../../stores/session.ts';
import { readLines } from './csv/client.ts';
import { CsvFileError } from './csv/read-csv.ts';
import { sendFile } from './transfer.ts';
import type { Reading } from './use-chosen-file.ts';

/** Sends a file as an import. */
export function useSendFile() {
  const [bytes, setBytes] = useState<number | null>(null);
  const [failure, setFailure] = useState<CsvFileError | null>(null);
  const [problem, say] = useSaid();
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  /** Resolves with the import's id once all lines have arrived; with null where they have not, and `problem` says why. */
  const send = async (kind: ImportKind, file: ImportFile, reading: Reading): Promise<string | null> => {
    const stop = new AbortController();
    running.current = stop;
    const by = madeBy();
    const importId = newId();
    setBytes(0);
    setFailure(null);
    say(null);
    const { file: source, ...options } = reading;
    try {
      await sendFile(
        { importId, kind, file },
        (onLines) => readLines(source, options, { signal: stop.signal, onProgress: setBytes, onLines }),
        {
          send: (type, data, id) => bridge.call('commands.submit', { id, type, data, ...by }),
          newId,
          pause: (ms) => pause(ms, stop.signal),
          signal: stop.signal,
        },
      );
      return importId;
    } catch (error) {
      if (stop.signal.aborted) discard(importId, by);
      else if (error instanceof CsvFileError) setFailure(error);
      else say((context) => problemText(context, error));
      return null;
    } finally {
      setBytes(null);
    }
  };
  return { send, bytes, failure, problem, cancel: () => running.current?.abort() };
}

/** Cancels what has arrived. Where that fails, the gateway does it after a day. */
function discard(importId: string, by: ReturnType<typeof madeBy>): void {
  bridge
    .call('commands.submit', { id: newId(), type: 'imports.cancel', data: { importId }, ...by })
    .catch(() => undefined);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
