import { useCallback, useEffect, useRef, useState } from 'react';
import { inspectFile } from './csv/client.ts';
import type { Inspected } from './csv/inspect.ts';
import { CsvFileError, type Encoding, type Separator } from './csv/read-csv.ts';

/** How the chosen file is read. Without a separator, the file's own. */
export interface Reading {
  readonly file: File;
  readonly encoding: Encoding;
  readonly separator?: Separator;
}

/** The file that was chosen: being read, read, or why it cannot be. */
export type Chosen =
  | { readonly step: 'none' }
  | { readonly step: 'reading'; readonly reading: Reading; readonly bytes: number }
  | { readonly step: 'read'; readonly reading: Reading; readonly inspected: Inspected }
  | { readonly step: 'failed'; readonly reading: Reading; readonly error: CsvFileError };

/** Keeps the chosen file, and reads it once to its end before anything is sent. */
export function useChosenFile() {
  const [chosen, setChosen] = useState<Chosen>({ step: 'none' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const read = useCallback(async (reading: Reading): Promise<void> => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setChosen({ step: 'reading', reading, bytes: 0 });
    const { file, ...options } = reading;
    try {
      const inspected = await inspectFile(file, options, {
        signal: stop.signal,
        onProgress: (bytes) => setChosen({ step: 'reading', reading, bytes }),
      });
      setChosen({ step: 'read', reading, inspected });
    } catch (error) {
      if (stop.signal.aborted) return;
      setChosen({
        step: 'failed',
        reading,
        error: error instanceof CsvFileError ? error : new CsvFileError('unreadable'),
      });
    }
  }, []);
  const clear = useCallback(() => {
    running.current?.abort();
    setChosen({ step: 'none' });
  }, []);
  return { chosen, read, clear };
}
