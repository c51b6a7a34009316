import { inspectCsv } from './inspect.ts';
import type { WorkerAnswer, WorkerRequest } from './messages.ts';
import { CsvFileError, readCsv } from './read-csv.ts';

// Reads files beside the window's thread: parsing 100,000 lines takes a second of processor time.

const answer = (message: WorkerAnswer): void => self.postMessage(message);
/** Resolves when the window has used the lines it has got: no more than one part waits. */
const used = (): Promise<void> =>
  new Promise((resolve) => self.addEventListener('message', () => resolve(), { once: true }));

async function run({ task, file, options }: Extract<WorkerRequest, { task: string }>): Promise<void> {
  const onProgress = (bytes: number): void => answer({ type: 'progress', bytes });
  try {
    if (task === 'inspect') {
      answer({ type: 'inspected', inspected: await inspectCsv(file, { ...options, onProgress }) });
      return;
    }
    for await (const lines of readCsv(file, { ...options, onProgress })) {
      const taken = used();
      answer({ type: 'lines', lines });
      await taken;
    }
    answer({ type: 'end' });
  } catch (error) {
    const { problem, line, column } = error instanceof CsvFileError ? error : new CsvFileError('unreadable');
    answer({ type: 'failed', problem, line, column });
  }
}

self.addEventListener(
  'message',
  ({ data }: MessageEvent<WorkerRequest>) => {
    if (data.type === 'read') void run(data);
  },
  { once: true },
);
