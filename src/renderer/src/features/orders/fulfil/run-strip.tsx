import { CircleAlert, CircleCheck, Clock3, PackageCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countResults, type RunResult } from '#shared/domain/fulfil-run.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useAttempt } from '../../../hooks/use-attempt.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSay } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { closeRun } from './runner.ts';
import { type KeptRun, useFulfilRuns } from './runs.ts';

/** What runs over many orders are doing, and what came of them, until it is closed. */
export function RunStrip(): ReactNode {
  const runs = useFulfilRuns((state) => state.runs);
  return runs.map((kept) => <Strip key={kept.key} kept={kept} />);
}

function Strip({ kept }: { readonly kept: KeptRun }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const attempt = useAttempt();
  const [open, setOpen] = useState(false);
  const { run, active } = kept;
  const counts = countResults(run);
  const parts = (['accepted', 'waits', 'refused', 'unknown'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`orders.run.${kind}`, { count: counts[kind], formatted: format.integer(counts[kind]) }));
  const bad = counts.refused + counts.unknown > 0;
  const Icon = active ? Clock3 : bad ? CircleAlert : CircleCheck;
  return (
    <div
      data-no-print
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5"
    >
      <Icon size={15} aria-hidden className={active ? 'text-ink-3' : bad ? 'text-crit' : 'text-ok'} />
      <span role="status" className="min-w-0 flex-1">
        {active || counts.left > 0
          ? t('orders.run.progress', {
              done: format.integer(run.results.length),
              all: format.integer(run.orders.length),
            })
          : parts.join(' · ')}
      </span>
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        {t('orders.run.details')}
      </Button>
      {!active && counts.left === 0 && (
        <Button size="sm" onClick={() => attempt(closeRun(kept.key))}>
          {t('orders.run.close')}
        </Button>
      )}
      {open && <Results kept={kept} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Results({ kept, onClose }: { readonly kept: KeptRun; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { run } = kept;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('orders.run.title')}
      width="md"
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <ul className="max-h-96 overflow-auto rounded-md border border-line">
        {run.orders.map(({ orderId, number }, n) => (
          <li
            key={orderId}
            className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-3 py-1.5 last:border-0"
          >
            <SubjectLink subject={{ kind: 'order', id: orderId }} className="font-medium hover:underline">
              <bdi>{number}</bdi>
            </SubjectLink>
            <Outcome result={run.results[n] ?? null} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Outcome({ result }: { readonly result: RunResult | null }): ReactNode {
  const { t } = useTranslation();
  const context = useSay();
  if (result === null) return <span className="text-ink-3">{t('orders.run.one.open')}</span>;
  if (result.kind === 'refused')
    return <span className="text-crit">{refusalSentence(context, result.refusal)}</span>;
  return (
    <span className={result.kind === 'accepted' ? 'inline-flex items-center gap-1 text-ok' : 'text-warn'}>
      {result.kind === 'accepted' && <PackageCheck size={13} aria-hidden />}
      {t(`orders.run.one.${result.kind}`)}
    </span>
  );
}
