import { CloudOff } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { Button } from '../components/button.tsx';
import { CommandLine } from '../components/command-line.tsx';
import { Dialog } from '../components/overlay.tsx';
import { useSaid, useSay } from '../hooks/use-say.ts';
import { describeError, refusalReason } from '../i18n/errors.ts';
import { useIsLive } from '../stores/connection.ts';
import { answerLeaving, countOf, discardAndLeave, useLeaving } from '../stores/leaving.ts';
import { useOutbox } from '../stores/outbox.ts';
import { useSession } from '../stores/session.ts';

const MAX_ENTRIES = 8;

/** Names what would be left behind before the user signs out: to send it first, to keep it, or to discard it. */
export function LeavingDialog(): ReactNode {
  const open = useLeaving((state) => state.leave !== null);
  return open ? <Question /> : null;
}

/** What the user has chosen, until it is done. */
type Step = 'ask' | 'sending' | 'confirm' | 'discarding';

function Question(): ReactNode {
  const { t } = useTranslation();
  const { unsent, locksOut } = useLeaving();
  const name = useSession((state) => state.session?.user?.name ?? '');
  const stay = useRef<HTMLButtonElement | null>(null);
  const [step, setStep] = useState<Step>('ask');
  const [problem, say] = useSaid();
  const commands = useCurrent(unsent.commands);
  const waiting = commands.filter(isOnItsWay);
  useEffect(() => {
    if (step !== 'sending' || waiting.length > 0) return;
    // What was refused stays on screen: it is not sent by waiting.
    if (commands.length === 0) answerLeaving(true);
    else setStep('ask');
  }, [step, waiting.length, commands.length]);
  const discard = async (): Promise<void> => {
    setStep('discarding');
    try {
      await discardAndLeave();
    } catch (error) {
      say((context) => describeError(context, error).detail);
      setStep('ask');
    }
  };
  const count = countOf({ ...unsent, commands });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && answerLeaving(false)}
      initialFocus={stay}
      width="lg"
      title={
        step === 'confirm'
          ? t('leaving.confirm', { count })
          : commands.length > 0
            ? t('leaving.title', { count: commands.length })
            : count > 0
              ? t('leaving.titleDrafts', { count })
              : t('leaving.titleOffline')
      }
      description={
        step === 'confirm' ? t('leaving.confirmBody') : count > 0 ? t('leaving.body', { name }) : undefined
      }
      footer={
        step === 'confirm' || step === 'discarding' ? (
          <>
            <Button onClick={() => setStep('ask')}>{t('leaving.back')}</Button>
            <Button variant="danger" busy={step === 'discarding'} onClick={() => void discard()}>
              {t('leaving.discardAll')}
            </Button>
          </>
        ) : (
          <Choices
            stay={stay}
            waiting={waiting.length}
            sending={step === 'sending'}
            count={count}
            onStep={setStep}
          />
        )
      }
    >
      <Group label={null} entries={commands} />
      <Group label={t('leaving.drafts')} entries={unsent.drafts} />
      <Group label={t('leaving.forms')} entries={unsent.forms} />
      {step === 'sending' && (
        <p role="status" className="pt-2 text-xs text-ink-2">
          {t('leaving.sending', { count: waiting.length })}
        </p>
      )}
      {locksOut && (
        <p
          role="status"
          className="mt-2 flex items-start gap-1.5 rounded-md bg-warn-soft px-3 py-2 text-warn"
        >
          <CloudOff size={15} aria-hidden className="mt-0.5 shrink-0" />
          {t('leaving.locksOut')}
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="mt-2 text-crit">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function isOnItsWay({ state }: OutboxEntry): boolean {
  return state === 'queued' || state === 'sending';
}

/** Returns the commands as they are now, without those that the server has accepted or that are gone. */
function useCurrent(asked: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const known = useOutbox((state) => state.entries);
  const empty = useOutbox((state) => state.pending === 0 && state.refused === 0);
  if (empty) return [];
  return asked
    .map((entry) => known.get(entry.id) ?? entry)
    .filter(({ state }) => state !== 'sent' && state !== 'settled');
}

/** Stay, discard, send first, or keep. Without tokens, nothing can be changed, so it can only be kept. */
function Choices({
  stay,
  waiting,
  sending,
  count,
  onStep,
}: {
  readonly stay: RefObject<HTMLButtonElement | null>;
  readonly waiting: number;
  readonly sending: boolean;
  readonly count: number;
  readonly onStep: (step: Step) => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const review = useSession((state) => state.session?.review ?? false);
  return (
    <>
      <Button ref={stay} onClick={() => answerLeaving(false)} className="mr-auto">
        {t('leaving.stay')}
      </Button>
      {!review && count > 0 && (
        <Button variant="danger" disabled={sending} onClick={() => onStep('confirm')}>
          {t('leaving.discard')}
        </Button>
      )}
      {!review && waiting > 0 && (
        <Button
          disabled={!live}
          busy={sending}
          title={live ? undefined : t('leaving.notLive')}
          onClick={() => onStep('sending')}
        >
          {t('leaving.sendFirst')}
        </Button>
      )}
      <Button variant="primary" onClick={() => answerLeaving(true)}>
        {count > 0 ? t('leaving.keep') : t('leaving.leave')}
      </Button>
    </>
  );
}

/** What is left behind, under a heading. */
function Group({
  label,
  entries,
}: {
  readonly label: string | null;
  readonly entries: readonly OutboxEntry[];
}): ReactNode {
  const say = useSay();
  const { t } = say;
  if (entries.length === 0) return null;
  return (
    <section>
      {label !== null && <h3 className="pt-2 text-xs text-ink-3">{label}</h3>}
      <ul data-unsent={entries.length}>
        {entries.slice(0, MAX_ENTRIES).map((entry) => (
          <li key={entry.id} className="border-b border-line py-1.5 last:border-b-0">
            <CommandLine entry={entry} />
            {entry.state === 'refused' && (
              <p className="text-xs text-crit">{entry.error && refusalReason(say, entry.error)}</p>
            )}
          </li>
        ))}
      </ul>
      {entries.length > MAX_ENTRIES && (
        <p className="pt-1 text-xs text-ink-3">{t('outbox.more', { count: entries.length - MAX_ENTRIES })}</p>
      )}
    </section>
  );
}
