import {
  type Access,
  type MethodDefinition,
  madeByOther,
  type StreamDefinition,
} from '#shared/bridge/contract.ts';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { invalidFrom } from '#shared/protocol/issues.ts';
import {
  type RefusalDetail,
  type RefusalId,
  type RefusalValues,
  refused,
} from '#shared/protocol/refusals.ts';
import type { AccessView } from './types.ts';

/** Inputs of this size or more are refused, in bytes of JSON. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/** Refuses an input that is not JSON or is too large. */
export function checkSize(input: unknown): ProtocolError | null {
  let text: string | undefined;
  try {
    text = JSON.stringify(input);
  } catch {
    // A cycle, a BigInt, or nesting deeper than the stack.
    return refused('request_invalid', {}, { field: 'input' });
  }
  if (text === undefined) return null;
  // UTF-8 needs at most three bytes per UTF-16 unit, so most inputs need no exact count.
  if (text.length * 3 < MAX_INPUT_BYTES || Buffer.byteLength(text) < MAX_INPUT_BYTES) return null;
  return refused('body_size', {}, { field: 'input' });
}

/** Refuses a user without the access that the contract demands. The error names the missing permission. */
export function checkAccess(access: Access, view: AccessView): ProtocolError | null {
  if (access === 'anyone') return null;
  if (!view.signedIn) return refused('sign_in_first', {});
  if (access === 'signed_in' || view.permissions.has(access)) return null;
  return refused('missing_permission', { permission: access }, { permission: access });
}

/** A request that passed all checks. */
export interface CheckedRequest<D> {
  readonly definition: D;
  readonly name: string;
  readonly input: unknown;
}

/** Checks the name, size, shape, access and author of a request, in this order. */
export function checkRequest<D extends MethodDefinition | StreamDefinition>(
  definitions: ReadonlyMap<string, D>,
  name: unknown,
  input: unknown,
  access: AccessView,
): Result<CheckedRequest<D>, ProtocolError> {
  const definition = typeof name === 'string' ? definitions.get(name) : undefined;
  if (typeof name !== 'string' || definition === undefined)
    return err(refused('unknown_route', {}, { field: 'name' }));
  const tooLarge = checkSize(input);
  if (tooLarge) return err(tooLarge);
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) return err(invalidFrom(parsed.error, 'input'));
  const denied = checkAccess(definition.access, access) ?? madeByOther(parsed.data, access.userId);
  return denied ? err(denied) : ok({ definition, name, input: parsed.data });
}

/** Throws unless exactly the names of the contract have handlers, so that a console with a gap does not start. */
export function checkNames(
  kind: string,
  contract: Readonly<Record<string, unknown>>,
  handlers: Readonly<Record<string, unknown>>,
): void {
  const missing = Object.keys(contract).filter((name) => typeof handlers[name] !== 'function');
  const unknown = Object.keys(handlers).filter((name) => !Object.hasOwn(contract, name));
  if (missing.length > 0) throw new Error(`No handler for ${kind} ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`Handler for ${kind} not in the contract: ${unknown.join(', ')}`);
}

/** Returns a failed result. */
export function refuse<I extends RefusalId>(
  id: I,
  values: RefusalValues<I>,
  detail: RefusalDetail = {},
): BridgeResult<never> {
  return err(refused(id, values, detail));
}

/** The result of methods without output. */
export const NOTHING: BridgeResult<Record<string, never>> = ok({});
