import { type ImportFile, type ImportKind, MAX_CELL, MAX_PART_LINES } from '#shared/domain/imports.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { isTransient } from '#shared/protocol/errors.ts';
import { BridgeCallError } from '../../bridge/client.ts';
import type { CsvLine } from './csv/read-csv.ts';

/** Sends a command under an id. Rejects with a BridgeCallError. */
export type SendCommand = <T extends CommandType>(
  type: T,
  data: CommandData<T>,
  id: string,
) => Promise<unknown>;

/** What a transfer needs of the window. */
export interface Transfer {
  readonly send: SendCommand;
  readonly newId: () => string;
  /** Waits, ms. Rejects when the signal aborts. */
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Reads the lines of the file; the next part follows when the promise of `onLines` has settled. */
export type ReadLines = (onLines: (lines: readonly CsvLine[]) => Promise<void>) => Promise<void>;

type Part = CommandData<'imports.stage'>['lines'];

/** Size of a part, characters of its cells, well below what one message may hold. */
const PART_CHARACTERS = 60_000;
/** Pauses before a command is sent again, ms. Under its id it takes effect once. */
const RETRIES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;

/**
 * Sends the lines of a file as an import and has them checked. Where it fails or is stopped, the gateway keeps parts that nobody
 * asks for, and deletes them after a day.
 */
export async function sendFile(
  {
    importId,
    kind,
    file,
  }: { readonly importId: string; readonly kind: ImportKind; readonly file: ImportFile },
  read: ReadLines,
  transfer: Transfer,
): Promise<void> {
  await repeated('imports.start', { importId, kind, file }, transfer);
  let lines = 0;
  let header = true;
  await read(async (found) => {
    const body = header ? found.slice(1) : found;
    header = false;
    for (const part of partsOf(body, file)) {
      transfer.signal.throwIfAborted();
      await repeated('imports.stage', { importId, lines: part }, transfer);
      lines += part.length;
    }
  });
  await repeated('imports.check', { importId, lines }, transfer);
}

/** Splits lines into parts that fit into a message. */
export function partsOf(lines: readonly CsvLine[], file: Pick<ImportFile, 'columns'>): Part[] {
  const parts: Part[] = [];
  let part: Part = [];
  let characters = 0;
  for (const { line, cells } of lines) {
    // No field is as long as this: what is cut here is refused as too long.
    const own = file.columns.map(({ column }) => (cells[column - 1] ?? '').slice(0, MAX_CELL));
    const size = own.reduce((sum, cell) => sum + cell.length, 0);
    if (part.length > 0 && (part.length === MAX_PART_LINES || characters + size > PART_CHARACTERS)) {
      parts.push(part);
      part = [];
      characters = 0;
    }
    part.push({ line, width: cells.length, cells: own });
    characters += size;
  }
  return part.length === 0 ? parts : [...parts, part];
}

/** Sends a command, again under the same id while it is only a matter of time. */
async function repeated<T extends CommandType>(
  type: T,
  data: CommandData<T>,
  { send, newId, pause, signal }: Transfer,
): Promise<void> {
  const id = newId();
  for (let tries = 0; ; tries += 1) {
    try {
      await send(type, data, id);
      return;
    } catch (error) {
      const wait = RETRIES_MS[tries];
      const passes = error instanceof BridgeCallError && isTransient(error.code);
      if (!passes || wait === undefined) throw error;
      await pause(Math.max(wait, error.error.retryAfterMs ?? 0));
      signal.throwIfAborted();
    }
  }
}
