import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../../tests/support/fake-clock.ts';
import { recordLog } from '../../../../tests/support/log.ts';
import { Faults } from './faults.ts';
import { guardedLinks } from './guarded-links.ts';

const damage = (): never => {
  throw new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT_VTAB');
};
const full = (): never => {
  throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
};

let found: string[];
let log: ReturnType<typeof recordLog>;
let faults: Faults;
beforeEach(() => {
  found = [];
  log = recordLog();
  faults = new Faults({ logger: log, damaged: (detail) => found.push(detail) });
});

describe('the error boundary of a thread', () => {
  it('lets nothing out of timers and deferred calls, and reports damage only', () => {
    const clock = fakeClock();
    const deferred: (() => void)[] = [];
    const defer = faults.defer((run) => deferred.push(run));
    for (const fail of [full, damage]) {
      faults.clock(clock).setTimeout(fail, 1);
      defer(fail);
    }
    clock.advance(1);
    for (const run of deferred) run();
    expect(log.lines).toHaveLength(4);
    expect(found).toHaveLength(2);
    expect(faults.clock(clock).now()).toBe(clock.now());
  });

  it('reports damage in methods and in the steps of generators, and passes errors and values on', () => {
    const watched = faults.watch({
      whole: damage,
      *steps() {
        yield 1;
        damage();
      },
      *sound() {
        yield 2;
        return 3;
      },
    });
    expect(() => watched.whole()).toThrow('malformed');
    expect(found).toHaveLength(1);
    const steps = watched.steps();
    expect(steps.next()).toEqual({ done: false, value: 1 });
    expect(() => steps.next()).toThrow('malformed');
    expect(found).toHaveLength(2);
    const sound = watched.sound();
    expect([sound.next(), sound.next()]).toEqual([
      { done: false, value: 2 },
      { done: true, value: 3 },
    ]);
  });

  it('closes a link whose message could not be handled', () => {
    const seen: string[] = [];
    let arrive = (_name: string): void => undefined;
    const open = guardedLinks(
      (_server, _handshake, handlers) => {
        arrive = (name) => handlers.message(name, null);
        return {
          send: () => undefined,
          request: () => new Promise(() => undefined),
          close: () => seen.push('close'),
        };
      },
      faults,
      (run) => run(),
    );
    open(
      '',
      {
        token: '',
        protocol: { major: 1, minor: 0 },
        client: { name: '', version: '', deviceId: '' },
        cursors: {},
      },
      {
        message: full,
        refused: () => undefined,
        closed: () => seen.push('closed'),
      },
    );
    arrive('welcome');
    expect(seen).toEqual(['close', 'closed']);
  });
});
