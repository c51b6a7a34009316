import {
  type RefusalDetail,
  type RefusalId,
  type RefusalValues,
  refused,
} from '#shared/protocol/refusals.ts';
import { CommandError } from './kernel.ts';

/** Refuses a command: throws a `CommandError`, which undoes everything the command did. */
export function refuse<I extends RefusalId>(
  id: I,
  values: RefusalValues<I>,
  detail: RefusalDetail = {},
): never {
  throw new CommandError(refused(id, values, detail));
}
