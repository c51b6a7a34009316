import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useSay } from '../hooks/use-say.ts';
import { problemText } from '../i18n/errors.ts';
import type { SelectedRows } from '../lib/selection.ts';
import { Button } from './button.tsx';
import { Dialog } from './overlay.tsx';

/** How far an action on selected rows has come. */
export interface StepsState {
  readonly running: boolean;
  /** Rows that are done. */
  readonly done: number;
  /** Why it stopped before the end; null if it did not. */
  readonly error: unknown;
  /** Does the work step by step. Resolves to whether all rows are done. */
  readonly start: (work: (rows: readonly StockRow[]) => Promise<void>) => Promise<boolean>;
  /** Stops after the present step. What is done stays done. */
  readonly cancel: () => void;
}

/** Runs work over selected rows, at most 500 at a time, and can stop between two steps. Ends with its component. */
export function useSteps(rows: SelectedRows): StepsState {
  const [state, setState] = useState<Pick<StepsState, 'running' | 'done' | 'error'>>({
    running: false,
    done: 0,
    error: null,
  });
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  return {
    ...state,
    cancel: () => control.current?.abort(),
    async start(work) {
      control.current?.abort();
      const mine = new AbortController();
      control.current = mine;
      let done = 0;
      setState({ running: true, done, error: null });
      let error: unknown = null;
      try {
        for await (const step of rows.read(mine.signal)) {
          await work(step);
          done += step.length;
          if (mine.signal.aborted) break;
          setState({ running: true, done, error: null });
        }
      } catch (failure) {
        error = failure;
      }
      if (control.current === mine) setState({ running: false, done, error });
      return error === null && !mine.signal.aborted;
    },
  };
}

/** How far it has come, as a bar and in words. */
export function StepsProgress({
  steps: { done },
  count,
}: {
  readonly steps: StepsState;
  readonly count: number;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const values = { done: format.integer(done), formatted: format.integer(count) };
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        max={Math.max(1, count)}
        value={done}
        aria-label={t('selection.progress', values)}
        className="h-1.5 w-full accent-accent"
      />
      <p role="status" className="text-xs text-ink-2">
        {t('selection.progress', values)}
      </p>
    </div>
  );
}

/** What stands while work over selected rows goes on: how far it is, a way to cancel it, and why it stopped. */
export function StepsDialog({
  title,
  steps,
  count,
  onClose,
}: {
  readonly title: string;
  readonly steps: StepsState;
  readonly count: number;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      width="sm"
      footer={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      <StepsProgress steps={steps} count={count} />
      {steps.error !== null && (
        <p role="alert" className="mt-2 text-crit">
          {problemText(say, steps.error)}
        </p>
      )}
    </Dialog>
  );
}
