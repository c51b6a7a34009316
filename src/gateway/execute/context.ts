import {
  type AnyCommand,
  type CommandData,
  type CommandResult,
  type CommandType,
  parseCommand,
} from '#shared/protocol/commands/index.ts';
import {
  channelOf,
  type EmittedEventType,
  EVENTS,
  type EventData,
  type EventOf,
} from '#shared/protocol/events/index.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { GatewayConfig } from '../config.ts';
import { newId } from '../ids.ts';
import {
  type AuditedRecord,
  type CommandContext,
  CommandError,
  type GatewayModule,
  type Principal,
  type Sql,
} from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { Memos } from './memos.ts';
import type { Transactions } from './transactions.ts';

/** Maximum reactions nested in reactions; more means a loop in the rules. */
const MAX_DEPTH = 16;

type AnyHandler = (context: CommandContext, data: unknown) => unknown;
type AnyPreparation = (data: unknown) => Promise<unknown>;
type AnyReaction = (context: CommandContext, event: unknown) => void;
type AnyAudited = (sql: Sql, data: unknown) => AuditedRecord | readonly AuditedRecord[];

/** The handlers, preparations and reactions of all modules, by name. */
export interface Registry {
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  readonly preparations: ReadonlyMap<string, AnyPreparation>;
  readonly reactions: ReadonlyMap<string, readonly AnyReaction[]>;
  readonly audited: ReadonlyMap<string, AnyAudited>;
}

/** Collects the modules' handlers and reactions. Throws when two modules handle the same command. */
export function createRegistry(modules: readonly GatewayModule[]): Registry {
  const handlers = new Map<string, AnyHandler>();
  const preparations = new Map<string, AnyPreparation>();
  const reactions = new Map<string, AnyReaction[]>();
  const audited = new Map<string, AnyAudited>();
  for (const module of modules) {
    for (const [type, handler] of Object.entries(module.commands)) {
      if (handlers.has(type)) throw new Error(`two modules handle ${type}`);
      // The module's type pairs each name with a handler of its data, and data is parsed with that name's schema first.
      handlers.set(type, handler as AnyHandler);
    }
    for (const [type, preparation] of Object.entries(module.preparations ?? {}))
      preparations.set(type, preparation as AnyPreparation);
    for (const [type, reaction] of Object.entries(module.reactions ?? {})) {
      const list = reactions.get(type) ?? [];
      list.push(reaction as AnyReaction);
      reactions.set(type, list);
    }
    for (const [type, describe] of Object.entries(module.audited ?? {}))
      audited.set(type, describe as AnyAudited);
  }
  return { handlers, preparations, reactions, audited };
}

/** What all contexts share. */
export interface Environment {
  readonly sql: Sql;
  readonly log: EventLog;
  readonly config: GatewayConfig;
  readonly registry: Registry;
  readonly memos: Memos;
  readonly transactions: Transactions;
}

/** Runs the handler of a parsed command. */
export function handle(registry: Registry, context: CommandContext, { type, data }: AnyCommand): unknown {
  const handler = registry.handlers.get(type);
  if (!handler) throw new CommandError(refused('command_not_handled', { type }, { field: 'type' }));
  return handler(context, data);
}

/** Creates the context of one command, or of one piece of the system's own work, in the open transaction. */
export function createContext(
  env: Environment,
  principal: Principal,
  commandId: string | null,
  now: number,
  prepared: unknown = null,
): CommandContext {
  let depth = 0;
  const context: CommandContext = {
    sql: env.sql,
    config: env.config,
    principal,
    commandId,
    now,
    prepared,
    newId,
    onBehalfOf: (actor) => createContext(env, { ...principal, actor }, commandId, now, prepared),
    undoable: (work) => env.transactions.savepoint(work),
    memo: (memo) => env.memos.get(memo),
    write: (write, data) => env.transactions.write(write, data),
    emit<T extends EmittedEventType>(type: T, data: EventData<T>): EventOf<T> {
      if (depth >= MAX_DEPTH) throw new Error(`reactions to ${type} are nested too deeply`);
      // Parsed here so that the log holds valid events only; unknown keys are dropped.
      const checked = EVENTS[type].parse(data);
      // What follows from an event by the rules is no act of the person.
      const audited = commandId !== null && depth === 0 ? env.registry.audited.get(type) : undefined;
      if (audited) env.transactions.changed(audited(env.sql, checked));
      const event = env.transactions.append({
        id: newId(),
        channel: channelOf(type),
        type,
        at: now,
        actor: principal.actor,
        commandId,
        data: checked,
      } as Parameters<EventLog['append']>[0]);
      depth += 1;
      try {
        for (const reaction of env.registry.reactions.get(type) ?? []) reaction(context, event);
      } finally {
        depth -= 1;
      }
      return event as EventOf<T>;
    },
    dispatch<T extends CommandType>(type: T, data: CommandData<T>, given: unknown = null): CommandResult<T> {
      const parsed = parseCommand(type, data);
      if (!parsed.ok) throw new CommandError(parsed.error);
      return env.transactions.savepoint(
        () => handle(env.registry, { ...context, prepared: given }, parsed.value) as CommandResult<T>,
      );
    },
  };
  return context;
}
