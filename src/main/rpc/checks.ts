import type { Access } from '#shared/bridge/contract.ts';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AccessView } from './handlers.ts';

/** An input is refused from this size on, bytes of its JSON. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/** Refuses what cannot be JSON or is too large. */
export function checkSize(input: unknown): ProtocolError | null {
  let text: string | undefined;
  try {
    text = JSON.stringify(input);
  } catch {
    // A cycle, a BigInt, or nesting deeper than the stack.
    return { code: 'invalid', message: 'The input is not JSON.', field: 'input' };
  }
  if (text === undefined) return null;
  // UTF-8 needs at most three bytes a UTF-16 unit, so most inputs need no second look.
  if (text.length * 3 < MAX_INPUT_BYTES || Buffer.byteLength(text) < MAX_INPUT_BYTES) return null;
  return { code: 'too_large', message: `The input is larger than ${MAX_INPUT_BYTES} bytes.`, field: 'input' };
}

/** Whether the contract's access allows the user; the error names the permission that is missing. */
export function checkAccess(access: Access, view: AccessView): ProtocolError | null {
  if (access === 'anyone') return null;
  if (!view.signedIn) return { code: 'unauthenticated', message: 'Sign in first.' };
  if (access === 'signed_in' || view.permissions.has(access)) return null;
  return { code: 'forbidden', message: `This needs the permission ${access}.`, permission: access };
}

/** Makes sure that exactly the contract's names have handlers. Throws otherwise: a console with a gap must not start. */
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

/** A failed result. */
export function refuse(code: ProtocolError['code'], message: string, field?: string): BridgeResult<never> {
  return err(field === undefined ? { code, message } : { code, message, field });
}

/** The answer of methods that answer with nothing. */
export const NOTHING: BridgeResult<Record<string, never>> = ok({});
