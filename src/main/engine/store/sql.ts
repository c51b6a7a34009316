import type { Database, Statement } from 'better-sqlite3';

/** A connection that caches its prepared statements: `prepare` returns the same statement for the same text. */
export interface Sql {
  readonly raw: Database;
  prepare<P extends unknown[] = unknown[], R = unknown>(text: string): Statement<P, R>;
}

/** Wraps a connection. All texts are the program's own, so the number of cached statements is limited. */
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
      // The types of parameters and rows follow from the text; the caller that wrote it states them.
      return statement as unknown as Statement<P, R>;
    },
  };
}

/** Called before each execution of a statement. */
export type StatementObserver = (
  text: string,
  params: readonly unknown[],
  how: 'run' | 'get' | 'all' | 'iterate',
) => void;

/**
 * Reports every execution of the statements prepared on this connection from now on, with parameters, including BEGIN and
 * COMMIT. A benchmark replays them without the engine. Must be called before the writer is created.
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

/**
 * Reports every error of the statements prepared on this connection from now on, and of its transactions. The caller still
 * gets it. For connections with few writes: each statement costs one call more.
 */
export function watchErrors(db: Database, report: (error: unknown) => void): void {
  const watched =
    <A extends unknown[], R>(run: (...args: A) => R) =>
    (...args: A): R => {
      try {
        return run(...args);
      } catch (error) {
        report(error);
        throw error;
      }
    };
  const prepare = db.prepare.bind(db);
  const value = watched((text: string): Statement<unknown[], unknown> => {
    const statement = prepare<unknown[], unknown>(text);
    for (const how of ['run', 'get', 'all'] as const) {
      const original = statement[how].bind(statement) as (...params: unknown[]) => unknown;
      Object.defineProperty(statement, how, { value: watched(original), configurable: true });
    }
    return statement;
  });
  Object.defineProperty(db, 'prepare', { value, configurable: true });
}
