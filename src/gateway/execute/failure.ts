/** The loggable fields of an unexpected error: name, code and stack frames. Its message can contain customers' data. */
export function failureFields(error: unknown): { error: string; sqlite?: string; frames: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, frames: [] };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  const sqlite =
    'code' in error && typeof error.code === 'string'
      ? `${error.code}: ${error.message.slice(0, 200)}`
      : null;
  return sqlite === null ? { error: error.name, frames } : { error: error.name, sqlite, frames };
}

/** Whether SQLite refused because another connection holds the write lock. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_BUSY')
  );
}
