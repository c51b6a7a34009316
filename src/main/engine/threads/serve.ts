import type { Database } from 'better-sqlite3';
import { type BridgeResult, isReadName, METHODS, type MethodInput } from '#shared/bridge/index.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import { ReadError } from '../store/reader.ts';
import { answerRead } from './cache.ts';

/**
 * Answers a read by name. Never throws: an unknown name, invalid input or a failed query is an error result. `now` is
 * in ms; `failed` is called with the error of a failed query.
 */
export function answer(
  db: Database,
  name: string,
  input: unknown,
  now: number,
  failed: (error: unknown) => void = () => undefined,
): BridgeResult<unknown> {
  if (!isReadName(name))
    return {
      ok: false,
      error: { code: 'not_found', message: `Unknown read: ${name.slice(0, 80)}.`, field: 'name' },
    };
  const parsed = METHODS[name].input.safeParse(input);
  if (!parsed.success) return { ok: false, error: invalidFrom(parsed.error, 'input') };
  try {
    // The input was parsed with this name's schema.
    return { ok: true, value: answerRead(db, name, parsed.data as MethodInput<typeof name>, now) };
  } catch (error) {
    if (error instanceof ReadError) return { ok: false, error: error.error };
    failed(error);
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      error: { code: 'internal', message: `The cache could not be read: ${message}`.slice(0, 500) },
    };
  }
}
