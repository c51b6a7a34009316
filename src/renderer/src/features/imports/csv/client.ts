import type { Inspected } from './inspect.ts';
import type { WorkerAnswer, WorkerRequest } from './messages.ts';
import { CsvFileError, type CsvLine, type ReadOptions } from './read-csv.ts';

type Options = Pick<ReadOptions, 'encoding' | 'separator'>;
interface Control {
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** Reads a whole file in a worker, to know whether it can be imported. Rejects with a CsvFileError, or the signal's reason. */
export function inspectFile(file: Blob, options: Options, control: Control): Promise<Inspected> {
  return inWorker({ type: 'read', task: 'inspect', file, options }, control, async () => undefined);
}

/** Reads a file's lines in a worker. The next part is read when the promise of `onLines` has settled. Rejects like `inspectFile`. */
export async function readLines(
  file: Blob,
  options: Options,
  control: Control & { readonly onLines: (lines: readonly CsvLine[]) => Promise<void> },
): Promise<void> {
  await inWorker({ type: 'read', task: 'lines', file, options }, control, control.onLines);
}

async function inWorker(
  request: WorkerRequest,
  { signal, onProgress }: Control,
  onLines: (lines: readonly CsvLine[]) => Promise<void>,
): Promise<Inspected> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const nothing: Inspected = { header: [], separator: ',', lines: 0, sample: [] };
  try {
    return await new Promise<Inspected>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.addEventListener('error', () => reject(new CsvFileError('unreadable')));
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
        if (data.type === 'progress') onProgress(data.bytes);
        else if (data.type === 'inspected') resolve(data.inspected);
        else if (data.type === 'end') resolve(nothing);
        else if (data.type === 'failed') reject(new CsvFileError(data.problem, data.line, data.column));
        else
          onLines(data.lines).then(
            () => worker.postMessage({ type: 'proceed' } satisfies WorkerRequest),
            reject,
          );
      });
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}
