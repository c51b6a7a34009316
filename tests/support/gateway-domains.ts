import type { Channel } from '#shared/protocol/channels.ts';
import type { CommandData, CommandResult, CommandType } from '#shared/protocol/commands/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { allRows } from '../../src/gateway/db/sources.ts';
import { type CommandContext, CommandError, type Principal, type Sql } from '../../src/gateway/kernel.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { temporaryFolder } from './folders.ts';
import { openGatewayData } from './gateway-data.ts';
import { runNow } from './run-now.ts';

/** A user with every permission. */
export const MANAGER: Principal = {
  actor: { kind: 'user', id: 'u-manager', name: 'Mara' },
  permissions: new Set(PERMISSIONS),
};

/** Stands for what the preparation of a command with a password returns. */
const HASH = '$argon2id$of-a-test';

/** The gateway's domains on an empty database with a clock that the test sets, for tests of their rules. */
export interface TestDomains {
  readonly sql: Sql;
  /** The time at which commands run, ms. Tests set it. */
  now: number;
  run<T>(work: (context: CommandContext) => T, principal?: Principal): T;
  /** Runs a command. Throws a CommandError if it is refused. */
  command<T extends CommandType>(type: T, data: CommandData<T>, principal?: Principal): CommandResult<T>;
  /** Runs a command. Returns its refusal, or null if it succeeds. */
  refusal<T extends CommandType>(type: T, data: CommandData<T>, principal?: Principal): ProtocolError | null;
  /** Runs all sweeps. Returns the earliest time at which one must run again. */
  sweep(): number | null;
  events(): AnyEvent[];
  /** Returns the rows of a channel's snapshot, converted to JSON and back. */
  snapshot(channel: Channel): { kind: string; row: unknown }[];
  head(): number;
  dispose(): void;
}

/** Opens the gateway's domains on an empty database. */
export async function openDomains(env: Readonly<Record<string, string>> = {}): Promise<TestDomains> {
  const folder = temporaryFolder('domains');
  let now = Date.UTC(2026, 0, 5, 9);
  // A check of stock by schedule would come in between the times that tests look at.
  const settings = { WATCHDOG_EVERY: '0', ...env };
  const { sql, log, executor, events, close } = await openGatewayData(folder.path, {
    env: settings,
    now: () => now,
  });
  const run: TestDomains['run'] = (work, principal = MANAGER) => runNow(executor, principal, now, work);
  return {
    sql,
    get now() {
      return now;
    },
    set now(at) {
      now = at;
    },
    run,
    command: (type, data, principal) => run((context) => context.dispatch(type, data, HASH), principal),
    refusal(type, data, principal) {
      try {
        run((context) => context.dispatch(type, data, HASH), principal);
        return null;
      } catch (error) {
        if (error instanceof CommandError) return error.error;
        throw error;
      }
    },
    sweep() {
      const next = MODULES.flatMap(({ sweep }) => (sweep ? [run(sweep)] : []));
      return next.reduce<number | null>(
        (least, at) => (at === null ? least : Math.min(least ?? at, at)),
        null,
      );
    },
    events,
    snapshot: (channel) =>
      MODULES.flatMap(({ snapshots }) => [...allRows(snapshots?.[channel] ?? [], sql)]).map(
        ({ kind, row }) => ({
          kind,
          row: JSON.parse(JSON.stringify(row)) as unknown,
        }),
      ),
    head: () => log.head(),
    dispose() {
      close();
      folder.remove();
    },
  };
}
