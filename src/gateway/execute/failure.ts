/** What may be logged of an unexpected error: its name, its code and where it happened; messages can hold customers' words. */
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
