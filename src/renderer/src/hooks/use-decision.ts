import { useState } from 'react';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { type Refusal, refusalSentence } from '../i18n/errors.ts';
import type { Said } from '../lib/said.ts';
import { useIsLive } from '../stores/connection.ts';
import { toast } from '../stores/toasts.ts';
import { useAnswer } from './use-answer.ts';
import { useCommand } from './use-command.ts';
import { useSaid } from './use-say.ts';

/** A command that a dialog sends, and waits for. */
export interface Decision<T extends CommandType> {
  /** Whether the server's answer is awaited. */
  readonly busy: boolean;
  /** Why the server refused the command, for people; null if it did not. */
  readonly problem: string | null;
  /** The refusal itself: a conflict brings what stands now (`current`). null if there was none. */
  readonly refusal: Refusal | null;
  readonly send: (data: CommandData<T>) => Promise<void>;
}

/** Sends a command and waits for the server's answer while live. `onDone` is called when the dialog may close. */
export function useDecision<T extends CommandType>(type: T, onDone: () => void): Decision<T> {
  const live = useIsLive();
  const [problem, say] = useSaid();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const refuse = (reason: Refusal): void => {
    setRefusal(reason);
    say(refusedBy(reason));
  };
  const { submit, entry, submitting } = useCommand(type);
  const later = (): void => {
    toast({ tone: 'neutral', title: ({ t }) => t('common.sentLater') });
    onDone();
  };
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: onDone,
    onRefused: refuse,
    onSilence: later,
  });
  return {
    busy: submitting || waiting,
    problem,
    refusal,
    async send(data) {
      say(null);
      setRefusal(null);
      const sent = await submit(data, { quiet: true });
      if (!sent.ok) refuse(sent.error);
      else if (live) wait(sent.entry.id);
      else later();
    },
  };
}

const refusedBy =
  (refusal: Refusal): Said =>
  (context) =>
    context.t('common.refused', { reason: refusalSentence(context, refusal) });
