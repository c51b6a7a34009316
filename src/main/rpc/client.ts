import type { z } from 'zod';
import type { MethodDefinition, StreamDefinition } from '#shared/bridge/contract.ts';
import { type BridgeResult, METHODS, STREAMS } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Logger } from '../ports.ts';
import { checkAccess, checkRequest, refuse } from './checks.ts';
import { OpenStream } from './stream.ts';
import type { AccessView, Caller } from './types.ts';

/** Maximum unanswered calls of one client. */
const MAX_IN_FLIGHT = 256;
/** Maximum open streams of one client. */
const MAX_STREAMS = 64;

/** The router's connection to one page or window. Nothing here throws or rejects. */
export interface RouterClient {
  readonly id: string;
  /** Calls a method of the contract. Every failure is a result with a code. */
  invoke(name: unknown, input: unknown): Promise<BridgeResult<unknown>>;
  /**
   * Opens a stream. `send` receives each item; the next follows after `taken`. An item with `ok: false` is the last.
   * Returns null if the stream was refused, after passing the error to `send`.
   */
  openStream(name: unknown, input: unknown, send: (item: BridgeResult<unknown>) => void): ClientStream | null;
  /** Closes all streams of the client. Answers to pending calls are dropped. */
  dispose(): void;
}

/** An open stream, as its client sees it. */
export interface ClientStream {
  /** Confirms the last item; the next one may follow. */
  taken(): void;
  /** Closes the stream without another item. */
  close(): void;
}

// MethodHandlers and StreamHandlers tie each handler's types to its name. From here on a name is only a string, and its
// schemas do the checking. Maps have no prototype through which `constructor` could be reached.
export type AnyMethod = (input: unknown, caller: Caller) => unknown;
export type AnyStream = (
  input: unknown,
  sink: (item: unknown) => Promise<void>,
  caller: Caller,
) => () => void;
const methodDefinitions: ReadonlyMap<string, MethodDefinition> = new Map(Object.entries(METHODS));
const streamDefinitions: ReadonlyMap<string, StreamDefinition> = new Map(Object.entries(STREAMS));

/** What all clients of a router share. */
export interface ClientOptions {
  readonly methods: ReadonlyMap<string, AnyMethod>;
  readonly streams: ReadonlyMap<string, AnyStream>;
  readonly access: () => AccessView;
  readonly logger: Logger;
}

function isResult(value: unknown): value is BridgeResult<unknown> {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && ('value' in value || 'error' in value)
  );
}

/** Names the field that broke a schema, for the log; never its value. */
function fieldOf(error: z.ZodError): string {
  return invalidFrom(error, 'value').field ?? 'value';
}

/** One page or window. */
export class Client implements RouterClient {
  readonly id: string;
  readonly #options: ClientOptions;
  readonly #onGone: () => void;
  readonly #streams = new Map<OpenStream, StreamDefinition>();
  #inFlight = 0;
  #gone = false;

  constructor(id: string, options: ClientOptions, onGone: () => void) {
    this.id = id;
    this.#options = options;
    this.#onGone = onGone;
  }

  async invoke(name: unknown, input: unknown): Promise<BridgeResult<unknown>> {
    if (this.#inFlight >= MAX_IN_FLIGHT) return err(refused('too_many_requests', {}, { retryAfterMs: 100 }));
    const { access, logger } = this.#options;
    const checked = checkRequest(methodDefinitions, name, input, access());
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
      return await this.#call(value.name, value.definition, value.input);
    } finally {
      this.#inFlight -= 1;
    }
  }

  openStream(
    name: unknown,
    input: unknown,
    send: (item: BridgeResult<unknown>) => void,
  ): ClientStream | null {
    const full = this.#gone || this.#streams.size >= MAX_STREAMS;
    if (full) {
      send(err(refused('too_many_requests', {}, { retryAfterMs: 1_000 })));
      return null;
    }
    const { access, logger, streams } = this.#options;
    const checked = checkRequest(streamDefinitions, name, input, access());
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
      if (!handler) throw new TypeError('The stream has no handler.');
      return handler(value.input, sink, { clientId: this.id });
    });
    return opened;
  }

  /** Closes the streams that the user may no longer read. */
  accessChanged(): void {
    const view = this.#options.access();
    for (const [opened, definition] of [...this.#streams]) {
      const denied = checkAccess(definition.access, view);
      if (denied) opened.fail(denied);
    }
  }

  dispose(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const opened of [...this.#streams.keys()]) opened.close();
    this.#onGone();
  }

  async #call(name: string, definition: MethodDefinition, input: unknown): Promise<BridgeResult<unknown>> {
    const { methods, logger } = this.#options;
    try {
      const result = await methods.get(name)?.(input, { clientId: this.id });
      if (!isResult(result)) throw new TypeError('The handler did not return a result.');
      if (!result.ok) return result;
      const output = definition.output.safeParse(result.value);
      if (output.success) return ok(output.data);
      logger.error(
        { module: 'rpc', name, field: fieldOf(output.error) },
        'a method returned a value that its contract does not allow',
      );
    } catch (error) {
      logger.error(
        { module: 'rpc', name, error: error instanceof Error ? error.name : 'unknown' },
        'a method failed',
      );
    }
    return refuse('console_failed', {});
  }
}
