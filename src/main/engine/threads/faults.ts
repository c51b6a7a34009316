import type { Clock, Logger } from '../../ports.ts';
import { isDamage } from '../store/failures.ts';

/** What the faults of a thread are reported to. */
export interface FaultsOptions {
  readonly logger: Logger;
  /** A file of the cache is damaged. Called within the failed operation. */
  readonly damaged: (detail: string) => void;
}

/**
 * The error boundary of a thread. Timers, deferred calls and listeners run in it, so that an error ends neither the thread nor
 * what it did for others: it is logged, and damage is reported.
 */
export class Faults {
  readonly #options: FaultsOptions;

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** Reports an error that its place handles itself, if it means damage. */
  saw(error: unknown): void {
    if (isDamage(error)) this.#options.damaged(error instanceof Error ? error.message : String(error));
  }

  /** Logs an error that nothing else handles. */
  report(where: string, error: unknown): void {
    this.#options.logger.error(
      { where, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      'an error in a timer or listener',
    );
    this.saw(error);
  }

  /** Runs a function. Returns `instead` if it throws. */
  run<T>(where: string, work: () => T, instead: T): T {
    try {
      return work();
    } catch (error) {
      this.report(where, error);
      return instead;
    }
  }

  /** Returns the clock with timers that do not throw. */
  clock(clock: Clock): Clock {
    return {
      ...clock,
      setTimeout: (callback, ms) => clock.setTimeout(() => this.run('timer', callback, undefined), ms),
    };
  }

  /** Returns a `defer` whose calls do not throw. */
  defer(defer: (run: () => void) => void): (run: () => void) => void {
    return (work) => defer(() => this.run('deferred call', work, undefined));
  }

  *#steps(generator: Generator): Generator {
    try {
      return yield* generator;
    } catch (error) {
      this.saw(error);
      throw error;
    }
  }

  /** Returns an object whose methods report damage, also in the steps of a generator. The caller still gets the error. */
  watch<T extends object>(target: T): T {
    const methods = new Map<unknown, unknown>();
    return new Proxy(target, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of);
        if (typeof value !== 'function') return value;
        let method = methods.get(value);
        if (method === undefined) {
          method = (...args: unknown[]): unknown => {
            try {
              const result: unknown = Reflect.apply(value, of, args);
              return isGenerator(result) ? this.#steps(result) : result;
            } catch (error) {
              this.saw(error);
              throw error;
            }
          };
          methods.set(value, method);
        }
        return method;
      },
    });
  }
}

function isGenerator(value: unknown): value is Generator {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'throw' in value;
}
