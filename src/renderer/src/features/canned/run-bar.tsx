import { Play, Trash2, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#shared/domain/macro-run.ts';
import { Button } from '../../components/button.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { useSay } from '../../hooks/use-say.ts';
import { type KeptRun, useMacroRuns } from '../../stores/macro-runs.ts';
import { actionWords } from './action-words.ts';
import { continueMacro, discardMacro } from './macro-runner.ts';
import { stoppedWords } from './macro-toasts.ts';

/** The macro that runs or stopped in a conversation: what was done, what was not, and what to do about it. */
export function MacroRunBar({ conversationId }: { readonly conversationId: string }): ReactNode {
  const runs = useMacroRuns((state) => state.runs);
  return runs
    .filter(({ run }) => run.conversationId === conversationId && !isOver(run))
    .map((kept) => <RunBar key={kept.key} kept={kept} />);
}

function RunBar({ kept }: { readonly kept: KeptRun }): ReactNode {
  const say = useSay();
  const { t } = useTranslation();
  const { busy, problem, run: call } = useCall();
  const { run, active } = kept;
  const { name, next, steps } = run;
  if (active)
    return (
      <p role="status" className="flex items-center gap-2 border-b border-line bg-sunken px-4 py-1.5 text-xs">
        <Zap size={13} aria-hidden className="q-pulse shrink-0 text-accent-ink" />
        {t('canned.run.progress', { name, step: next + 1, steps: steps.length })}
      </p>
    );
  return (
    <section
      aria-label={t('canned.macro.stopped', { name })}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-warn bg-warn-soft px-4 py-2"
    >
      <div className="min-w-0 flex-1 basis-72">
        <p dir="auto" className="font-medium">
          {t('canned.macro.stopped', { name })}
        </p>
        <p dir="auto" className="text-ink-2">
          {stoppedWords(say, run)}
        </p>
        <ol className="mt-1 list-decimal ps-5 text-xs text-ink-2">
          {steps.map(({ action }, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a run never move
            <li key={step}>
              {actionWords(say, action)} – {t(step < next ? 'canned.run.isDone' : 'canned.run.notDone')}
            </li>
          ))}
        </ol>
        {problem !== null && (
          <p role="alert" className="text-crit">
            {problem}
          </p>
        )}
      </div>
      <div className="flex shrink-0 gap-2">
        <Button size="sm" icon={Trash2} busy={busy} onClick={() => void call(discardMacro(kept))}>
          {t('canned.run.discard')}
        </Button>
        <Button
          size="sm"
          variant="primary"
          icon={Play}
          busy={busy}
          onClick={() => void call(continueMacro(kept))}
        >
          {t('canned.run.continue')}
        </Button>
      </div>
    </section>
  );
}
