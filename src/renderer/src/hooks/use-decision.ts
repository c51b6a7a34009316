import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { useIsLive } from '../stores/connection.ts';
import { toast } from '../stores/toasts.ts';
import { useAnswer } from './use-answer.ts';
import { useCommand } from './use-command.ts';

/** A command that a dialog sends, and waits for. */
export interface Decision<T extends CommandType> {
  /** Whether the server's answer is awaited. */
  readonly busy: boolean;
  /** Why the server refused the command, for people; null if it did not. */
  readonly problem: string | null;
  readonly send: (data: CommandData<T>) => Promise<void>;
}

/** Sends a command and waits for the server's answer while live. `onDone` is called when the dialog may close. */
export function useDecision<T extends CommandType>(type: T, onDone: () => void): Decision<T> {
  const { t } = useTranslation();
  const live = useIsLive();
  const [problem, setProblem] = useState<string | null>(null);
  const { submit, entry, submitting } = useCommand(type);
  const later = (): void => {
    toast({ tone: 'neutral', title: t('common.sentLater') });
    onDone();
  };
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: onDone,
    onRefused: ({ message }) => setProblem(t('common.refused', { reason: message })),
    onSilence: later,
  });
  return {
    busy: submitting || waiting,
    problem,
    async send(data) {
      setProblem(null);
      const sent = await submit(data, { quiet: true });
      if (!sent.ok) setProblem(t('common.refused', { reason: sent.error.message }));
      else if (live) wait(sent.entry.id);
      else later();
    },
  };
}
