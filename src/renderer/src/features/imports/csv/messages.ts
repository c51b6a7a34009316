import type { Inspected } from './inspect.ts';
import type { CsvLine, FileProblem, ReadOptions } from './read-csv.ts';

/** What the window asks of the worker that reads a file. */
export type WorkerRequest =
  | {
      readonly type: 'read';
      readonly task: 'inspect' | 'lines';
      readonly file: Blob;
      readonly options: Pick<ReadOptions, 'encoding' | 'separator'>;
    }
  | { readonly type: 'proceed' };

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'inspected'; readonly inspected: Inspected }
  | { readonly type: 'lines'; readonly lines: readonly CsvLine[] }
  | { readonly type: 'end' }
  | {
      readonly type: 'failed';
      readonly problem: FileProblem;
      readonly line: number | null;
      readonly column: number | null;
    };
