import type { Logger } from '../../src/main/ports.ts';

/** A log whose lines a test can read. */
export interface RecordedLog extends Logger {
  readonly lines: {
    readonly level: string;
    readonly fields: Record<string, unknown>;
    readonly message: string;
  }[];
}

/** Creates a log that records all lines except debug lines. */
export function recordLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  const at = (level: string) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
}

/** A log that records nothing. */
export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };
