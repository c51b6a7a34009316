import { useCallback, useState } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { BridgeCallError, bridge } from '../bridge/client.ts';
import { failureWords } from '../i18n/errors.ts';
import { newId } from '../lib/new-id.ts';
import { useOutbox } from '../stores/outbox.ts';
import { madeBy } from '../stores/session.ts';
import { toast } from '../stores/toasts.ts';

/** Whether a command is durable in the outbox, or why not. */
export type SubmitResult =
  | { readonly ok: true; readonly entry: OutboxEntry }
  | { readonly ok: false; readonly error: ProtocolError };

/** Submits commands of one type and follows the last one. */
export interface Command<T extends CommandType> {
  /**
   * Hands the command to the outbox. `ok` means that it is durable and its effect is shown, not that the server has
   * accepted it: see `entry.state`. The shell shows a later refusal as a toast with the reason and a way to retry. An
   * immediate refusal (not allowed, invalid field) is returned here, and shown as a toast unless `quiet`.
   */
  readonly submit: (
    data: CommandData<T>,
    options?: {
      readonly quiet?: boolean;
      /** The command's id, for callers that may repeat the call as the same command. */
      readonly id?: string;
    },
  ) => Promise<SubmitResult>;
  /** The last command this hook sent, in its present state; null before the first. */
  readonly entry: OutboxEntry | null;
  /** Whether a command is on its way to the outbox (a matter of milliseconds). */
  readonly submitting: boolean;
}

/** Submits commands of one type. */
export function useCommand<T extends CommandType>(type: T): Command<T> {
  const [last, setLast] = useState<OutboxEntry | null>(null);
  const [submitting, setSubmitting] = useState(false);
  const newest = useOutbox((state) => (last === null ? undefined : state.entries.get(last.id)));
  const submit = useCallback<Command<T>['submit']>(
    async (data, options = {}) => {
      setSubmitting(true);
      try {
        const entry = await bridge.call('commands.submit', {
          id: options.id ?? newId(),
          type,
          data,
          ...madeBy(),
        });
        setLast(entry);
        return { ok: true, entry };
      } catch (error) {
        if (!options.quiet) toast({ tone: 'crit', ...failureWords(error), sticky: true });
        return {
          ok: false,
          error:
            error instanceof BridgeCallError ? error.error : { code: 'internal', message: String(error) },
        };
      } finally {
        setSubmitting(false);
      }
    },
    [type],
  );
  return { submit, entry: newest ?? last, submitting };
}
