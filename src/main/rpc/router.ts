import type { z } from 'zod';
import type { MethodDefinition, StreamDefinition } from '#shared/bridge/contract.ts';
import { type BridgeResult, METHODS, STREAMS } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import { invalidFrom, type ProtocolError } from '#shared/protocol/errors.ts';
import type { Logger } from '../ports.ts';
import { checkAccess, checkNames, checkSize, refuse } from './checks.ts';
import type { AccessView, Caller, MethodHandlers, StreamHandlers } from './handlers.ts';
import { OpenStream } from './stream.ts';

/** Most calls of one client that may wait for their answer. */
const MAX_IN_FLIGHT = 256;
/** Most streams one client may have open. */
const MAX_STREAMS = 64;

/** One page's or window's side of the router. Nothing here throws or rejects. */
export interface RouterClient {
  readonly id: string;
  /** Calls a method of the contract. Every failure is a result with a code. */
  invoke(name: unknown, input: unknown): Promise<BridgeResult<unknown>>;
  /**
   * Opens a stream. `send` gets each item; the next comes after `taken`. An item with `ok: false` is the last. Returns
   * null when it was refused, which `send` has then been told.
   */
  openStream(name: unknown, input: unknown, send: (item: BridgeResult<unknown>) => void): ClientStream | null;
  /** Ends all its streams. Calls still running come to their end unheard. */
  dispose(): void;
}

export interface ClientStream {
  taken(): void;
  close(): void;
}

export interface Router {
  /** Lets a client in. */
  connect(): RouterClient;
  /** Ends the streams whose access the user has lost. To be called when the session changes. */
  accessChanged(): void;
  dispose(): void;
}

export interface RouterOptions {
  readonly methods: MethodHandlers;
  readonly streams: StreamHandlers;
  readonly access: () => AccessView;
  readonly logger: Logger;
  /** Told when a client has come, and when it has gone. */
  readonly onConnect?: (caller: Caller) => void;
  readonly onGone?: (caller: Caller) => void;
}

// The contract's types are tied together per name in MethodHandlers and StreamHandlers; from here on a name is only a
// string and its schemas do the checking. These maps have no prototype to be asked for `constructor`.
type AnyMethod = (input: unknown, caller: Caller) => unknown;
type AnyStream = (input: unknown, sink: (item: unknown) => Promise<void>, caller: Caller) => () => void;
const methodDefinitions: ReadonlyMap<string, MethodDefinition> = new Map(Object.entries(METHODS));
const streamDefinitions: ReadonlyMap<string, StreamDefinition> = new Map(Object.entries(STREAMS));

type Checked<D> =
  | {
      readonly ok: true;
      readonly value: { readonly definition: D; readonly name: string; readonly input: unknown };
    }
  | { readonly ok: false; readonly error: ProtocolError };

function check<D extends MethodDefinition | StreamDefinition>(
  definitions: ReadonlyMap<string, D>,
  name: unknown,
  input: unknown,
  access: AccessView,
): Checked<D> {
  const definition = typeof name === 'string' ? definitions.get(name) : undefined;
  if (typeof name !== 'string' || definition === undefined)
    return err({ code: 'not_found', message: 'The bridge has nothing of this name.', field: 'name' });
  const tooLarge = checkSize(input);
  if (tooLarge) return err(tooLarge);
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) return err(invalidFrom(parsed.error, 'input'));
  const denied = checkAccess(definition.access, access);
  return denied ? err(denied) : ok({ definition, name, input: parsed.data });
}

function isResult(value: unknown): value is BridgeResult<unknown> {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && ('value' in value || 'error' in value)
  );
}

/** Where a value broke its schema, for the log: never the value. */
function placeOf(error: z.ZodError): string {
  return invalidFrom(error, 'value').field ?? 'value';
}

/** Makes the router. Throws when a name of the contract has no handler, or a handler no name. */
export function createRouter(options: RouterOptions): Router {
  const { logger } = options;
  checkNames('method', METHODS, options.methods);
  checkNames('stream', STREAMS, options.streams);
  const methods = new Map(Object.entries(options.methods)) as ReadonlyMap<string, AnyMethod>;
  const streams = new Map(Object.entries(options.streams)) as ReadonlyMap<string, AnyStream>;
  const clients = new Map<string, Client>();
  let nextClient = 1;

  async function call(name: string, definition: MethodDefinition, input: unknown, caller: Caller) {
    try {
      const result = await methods.get(name)?.(input, caller);
      if (!isResult(result)) throw new TypeError('A handler returned no result.');
      if (!result.ok) return result;
      const output = definition.output.safeParse(result.value);
      if (output.success) return ok(output.data);
      logger.error(
        { module: 'rpc', name, field: placeOf(output.error) },
        'a method returned what its contract does not allow',
      );
    } catch (error) {
      logger.error(
        { module: 'rpc', name, error: error instanceof Error ? error.name : 'unknown' },
        'a method failed',
      );
    }
    return refuse('internal', 'The console could not do this.');
  }

  class Client implements RouterClient {
    readonly id: string;
    readonly #streams = new Map<OpenStream, StreamDefinition>();
    #inFlight = 0;
    #gone = false;

    constructor(id: string) {
      this.id = id;
    }

    async invoke(name: unknown, input: unknown): Promise<BridgeResult<unknown>> {
      if (this.#inFlight >= MAX_IN_FLIGHT)
        return err({ code: 'rate_limited', message: 'Too many calls are waiting.', retryAfterMs: 100 });
      const checked = check(methodDefinitions, name, input, options.access());
      if (!checked.ok) {
        logger.debug(
          { module: 'rpc', code: checked.error.code, field: checked.error.field },
          'a call was refused',
        );
        return checked;
      }
      this.#inFlight += 1;
      try {
        const { value } = checked;
        return await call(value.name, value.definition, value.input, { clientId: this.id });
      } finally {
        this.#inFlight -= 1;
      }
    }

    openStream(
      name: unknown,
      input: unknown,
      send: (item: BridgeResult<unknown>) => void,
    ): ClientStream | null {
      const refused = this.#gone || this.#streams.size >= MAX_STREAMS;
      if (refused) {
        send(err({ code: 'rate_limited', message: 'Too many streams are open.', retryAfterMs: 1_000 }));
        return null;
      }
      const checked = check(streamDefinitions, name, input, options.access());
      if (!checked.ok) {
        send(checked);
        return null;
      }
      const { value } = checked;
      const opened: OpenStream = new OpenStream({
        name: value.name,
        item: value.definition.item,
        send,
        logger,
        onEnd: () => this.#streams.delete(opened),
      });
      this.#streams.set(opened, value.definition);
      opened.start((sink) => {
        const handler = streams.get(value.name);
        if (!handler) throw new TypeError('A stream has no handler.');
        return handler(value.input, sink, { clientId: this.id });
      });
      return opened;
    }

    accessChanged(): void {
      const view = options.access();
      for (const [opened, definition] of [...this.#streams]) {
        const denied = checkAccess(definition.access, view);
        if (denied) opened.fail(denied);
      }
    }

    dispose(): void {
      if (this.#gone) return;
      this.#gone = true;
      for (const opened of [...this.#streams.keys()]) opened.close();
      clients.delete(this.id);
      options.onGone?.({ clientId: this.id });
    }
  }

  return {
    connect() {
      const client = new Client(String(nextClient++));
      clients.set(client.id, client);
      options.onConnect?.({ clientId: client.id });
      return client;
    },
    accessChanged() {
      for (const client of clients.values()) client.accessChanged();
    },
    dispose() {
      for (const client of [...clients.values()]) client.dispose();
    },
  };
}
