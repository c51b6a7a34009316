import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { type Refusal, refusalSentence } from '../i18n/errors.ts';
import { useIsLive } from '../stores/connection.ts';
import { useAnswer } from './use-answer.ts';
import type { SubmitResult } from './use-command.ts';
import { useSaid } from './use-say.ts';

/** What became of the command that a form has sent. */
export interface Sent {
  /** Whether the server's answer is awaited. */
  readonly waiting: boolean;
  /** Why the command was refused, for people; null if it was not. */
  readonly problem: string | null;
  readonly clearProblem: () => void;
  /** Follows a command from its submission. */
  readonly follow: (submitted: SubmitResult) => void;
}

/** Waits for the server's answer to the command of a form while live. `onDone` is called when the form may close. */
export function useSent(
  entry: OutboxEntry | null,
  { onDone, onRefused }: { readonly onDone: () => void; readonly onRefused?: (refusal: Refusal) => void },
): Sent {
  const live = useIsLive();
  const [problem, say] = useSaid();
  const refuse = (refusal: Refusal): void => {
    onRefused?.(refusal);
    say((context) => refusalSentence(context, refusal));
  };
  const [waiting, wait] = useAnswer(entry, { onAccepted: onDone, onRefused: refuse, onSilence: onDone });
  return {
    waiting,
    problem,
    clearProblem: () => say(null),
    follow(submitted) {
      if (!submitted.ok) refuse(submitted.error);
      else if (live) wait(submitted.entry.id);
      else onDone();
    },
  };
}
