import { useState } from 'react';
import { currentQuantity } from '#shared/domain/conflicts.ts';
import { available } from '#shared/domain/inventory.ts';
import { useAnswer } from '../../../hooks/use-answer.ts';
import { useCommand } from '../../../hooks/use-command.ts';
import { useForm } from '../../../hooks/use-form.ts';
import type { Refusal } from '../../../i18n/errors.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { toast } from '../../../stores/toasts.ts';
import {
  type AdjustBase,
  type AdjustErrors,
  type AdjustForm,
  resultOf,
  toCommand,
  validateAdjust,
} from './adjust-form.ts';
import { ADJUSTMENTS, draftKey } from './drafts.ts';
import { type HeldLevel, judgedLevel } from './held-level.ts';

/** An item at a location as it stands now. */
export interface AdjustSubject {
  readonly itemId: string;
  readonly itemName: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly backorderLimit: number;
  readonly onHand: number;
  readonly committed: number;
  readonly unavailable: number;
  /** What queued commands will change. */
  readonly pendingOnHand: number;
}

/** What the dialog shows and what the user can do. */
export interface Adjustment {
  readonly form: AdjustForm;
  /** The level that the form is judged against. */
  readonly base: AdjustBase;
  /** The level as it stands now. */
  readonly now: AdjustBase;
  /** On hand as the user saw it; "Set to" only applies while it still holds. */
  readonly expected: number;
  readonly result: ReturnType<typeof resultOf>;
  readonly errors: AdjustErrors;
  readonly refusal: Refusal | null;
  /** Whether what "Set to" was based on has changed meanwhile. */
  readonly moved: boolean;
  /** What other queued commands will change; the level that the form is judged against includes it. */
  readonly pending: number;
  readonly busy: boolean;
  /** Whether the server's answer is awaited. */
  readonly waiting: boolean;
  readonly change: (part: Partial<AdjustForm>) => void;
  /** Bases "Set to" on the level as it stands now. */
  readonly acceptCurrent: () => void;
  /** Gives the user's figure up. */
  readonly drop: () => void;
  /** Sends the form. Resolves to whether it was valid. */
  readonly send: () => Promise<boolean>;
}

function baseOf(subject: AdjustSubject): AdjustBase {
  return {
    onHand: subject.onHand + subject.pendingOnHand,
    available: available(subject) + subject.pendingOnHand,
    backorderLimit: subject.backorderLimit,
  };
}

/**
 * The state of one adjustment from the first key to the server's answer. `onDone` is called when the dialog may close.
 */
export function useAdjustment(
  subject: AdjustSubject,
  initial: AdjustForm | undefined,
  expected: number | null,
  onDone: () => void,
): Adjustment {
  const live = useIsLive();
  const kept = useForm(
    ADJUSTMENTS,
    draftKey(subject),
    (fields) => toCommand(fields, baseOf(subject), subject),
    initial,
  );
  const form = kept.value;
  const [held, setHeld] = useState<HeldLevel | null>(null);
  const [seen, setSeen] = useState(() => {
    const base = baseOf(subject);
    // What a refused "Set to" was based on, so that both values are shown.
    return expected === null
      ? base
      : { ...base, onHand: expected, available: base.available + expected - base.onHand };
  });
  const [checked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { submit, entry, submitting } = useCommand('inventory.adjust');
  const finish = (): void => {
    kept.clear();
    onDone();
  };
  // What the server has found, until the level here changes: the event may come later than the refusal.
  const [found, setFound] = useState<{ readonly onHand: number; readonly instead: number } | null>(null);
  const refuse = (reason: Refusal): void => {
    const onHand = reason.code === 'conflict' ? currentQuantity(reason.current) : null;
    setFound(onHand === null ? null : { onHand, instead: subject.onHand });
    setHeld((level) => level && { ...level, inFlight: false });
    // The errors of the fields are from before the refusal, which says itself what is wrong.
    setChecked(false);
    setRefusal(reason);
  };
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: finish,
    onRefused: refuse,
    onSilence: () => {
      toast({ tone: 'neutral', title: ({ t }) => t('inventory.adjust.waiting') });
      finish();
    },
  });

  const here = found?.instead === subject.onHand ? { ...subject, onHand: found.onHand } : subject;
  const now = judgedLevel(baseOf(here), subject.pendingOnHand, held);
  const inFlight = held?.inFlight ?? false;
  const base = form.mode === 'set' ? { ...now, onHand: seen.onHand, available: seen.available } : now;
  const send = async (): Promise<boolean> => {
    if (inFlight) return true;
    setChecked(true);
    if (Object.keys(validateAdjust(form, base)).length > 0) return false;
    setRefusal(null);
    setHeld({ base: now, pendingOnHand: subject.pendingOnHand, inFlight: true });
    const sent = await submit(toCommand(form, base, subject), { quiet: true });
    if (!sent.ok) refuse(sent.error);
    else if (live) wait(sent.entry.id);
    else finish();
    return true;
  };
  return {
    form,
    base,
    now,
    expected: seen.onHand,
    result: resultOf(form, base),
    errors: checked && !inFlight ? validateAdjust(form, base) : {},
    refusal,
    moved: form.mode === 'set' && now.onHand !== seen.onHand && !inFlight,
    pending: held?.pendingOnHand ?? subject.pendingOnHand,
    busy: submitting || inFlight,
    waiting,
    change(part) {
      const next = { ...form, ...part };
      // A mode is chosen by looking at the level as it stands now.
      if (part.mode !== undefined) setSeen(now);
      kept.change(next);
      setHeld((level) => (level?.inFlight ? level : null));
      setRefusal(null);
    },
    acceptCurrent() {
      setSeen(now);
      setRefusal(null);
    },
    drop: finish,
    send,
  };
}
