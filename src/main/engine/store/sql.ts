import type { Database, Statement } from 'better-sqlite3';

/** A connection with its prepared statements kept: `prepare` returns the same statement for the same text. */
export interface Sql {
  readonly raw: Database;
  prepare<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R>;
}

/** Wraps a connection. Texts are the program's own and few, so the statements kept are bounded. */
export function createSql(raw: Database): Sql {
  const kept = new Map<string, Statement<unknown[], unknown>>();
  return {
    raw,
    prepare<P extends unknown[], R>(text: string): Statement<P, R> {
      let statement = kept.get(text);
      if (!statement) {
        statement = raw.prepare(text);
        kept.set(text, statement);
      }
      // The text decides what a statement takes and gives; the caller that wrote it says so.
      return statement as unknown as Statement<P, R>;
    },
  };
}

/** Told of each execution of a statement, before it happens. */
export type StatementObserver = (
  text: string,
  params: readonly unknown[],
  how: 'run' | 'get' | 'all' | 'iterate',
) => void;

/**
 * Reports every statement prepared on this connection from now on, each time it is executed, with its parameters: what a
 * benchmark replays bare. BEGIN and COMMIT are among them. Must be called before the writer is made.
 */
export function traceStatements(db: Database, observe: StatementObserver): void {
  const prepare = db.prepare.bind(db);
  const traced = (text: string): Statement<unknown[], unknown> => {
    const statement = prepare<unknown[], unknown>(text);
    for (const how of ['run', 'get', 'all', 'iterate'] as const) {
      const original = statement[how].bind(statement) as (...params: unknown[]) => unknown;
      const value = (...params: unknown[]): unknown => {
        observe(text, params, how);
        return original(...params);
      };
      Object.defineProperty(statement, how, { value, configurable: true });
    }
    return statement;
  };
  Object.defineProperty(db, 'prepare', { value: traced, configurable: true });
}
