import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cost } from '#shared/bridge/billing.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { PLAN_CHANGES, type Plan, type PlanChange } from '#shared/domain/billing.ts';
import { bridge } from '../../bridge/client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Money } from '../../components/values.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { READ_MS } from './use-billing.ts';
import { meterWords, planName, unitsText } from './words.ts';

/** Chooses a plan and shows what this month and the next are expected to cost with it, before anything is changed. */
export function PlanDialog({
  state,
  onClose,
}: {
  readonly state: MethodOutput<'billing.state'>;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { plans, current, next } = state;
  const [plan, setPlan] = useState(next?.plan ?? current?.plan ?? plans[0]?.key ?? '');
  const [chosen, setWhen] = useState<PlanChange>('month_end');
  const when = current === null ? 'now' : chosen;
  // What the change was made on: somebody else's since then is asked about.
  const [seen] = useState(state.latest);
  const decision = useDecision('billing.change_plan', onClose);
  const unchanged = plan === current?.plan && next === null;
  return (
    <FormDialog
      title={current === null ? t('billing.choosePlan') : t('billing.changePlan')}
      action={t('billing.changeTo', { plan: planName(plan) })}
      width="lg"
      busy={decision.busy}
      disabled={unchanged}
      problem={decision.problem}
      onSubmit={() => void decision.send({ plan, when, seen })}
      onClose={onClose}
    >
      <fieldset className="grid grid-cols-3 gap-2">
        <legend className="sr-only">{t('billing.plan')}</legend>
        {plans.map((one) => (
          <PlanCard key={one.key} plan={one} checked={one.key === plan} onChoose={() => setPlan(one.key)} />
        ))}
      </fieldset>
      {current !== null && (
        <div className="mt-3 flex items-center gap-3">
          <span className="font-medium">{t('billing.when')}</span>
          <Segmented
            label={t('billing.when')}
            value={chosen}
            onChange={setWhen}
            segments={PLAN_CHANGES.map((value) => ({ value, label: t(`billing.changes.${value}`) }))}
          />
        </div>
      )}
      {!unchanged && <Preview plan={plan} when={when} />}
    </FormDialog>
  );
}

function PlanCard({
  plan,
  checked,
  onChoose,
}: {
  readonly plan: Plan;
  readonly checked: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <label
      className={cx(
        'flex flex-col gap-1 rounded-lg border p-3 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
        checked ? 'border-accent bg-accent-soft' : 'border-line',
      )}
    >
      <span className="flex items-center gap-2">
        <input type="radio" name="plan" value={plan.key} checked={checked} onChange={onChoose} />
        <strong className="font-semibold">{plan.name}</strong>
      </span>
      <span>
        <Money amount={plan.fee} currency={plan.currency} />{' '}
        <span className="text-xs text-ink-2">{t('billing.aMonth')}</span>
      </span>
      <span className="mt-1 text-xs text-ink-2">{t('billing.included')}</span>
      <ul className="text-xs text-ink-2">
        {plan.meters.map(({ meter, included }) => (
          <li key={meter}>
            {unitsText(meter, included, format)} {meterWords(meter, t)}
          </li>
        ))}
      </ul>
    </label>
  );
}

/** What changes: the expected cost of both months, as it is and with the plan. */
function Preview({ plan, when }: { readonly plan: string; readonly when: PlanChange }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['billing', 'preview', plan, when],
    queryFn: () => bridge.call('billing.preview', { plan, when }),
    meta: { intervalMs: READ_MS },
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  if (data === undefined) return <p className="mt-3 text-ink-3">{t('billing.counting')}</p>;
  const row = (label: string, { before, after }: { before: Cost | null; after: Cost | null }): ReactNode => (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 text-start font-normal">
        {label}
      </th>
      {[before, after].map((cost, i) => (
        <td key={i === 0 ? 'before' : 'after'} className="py-1.5 text-end">
          {cost === null ? '–' : <Money amount={cost.total} currency={cost.currency} />}
        </td>
      ))}
    </tr>
  );
  return (
    <div className="mt-3" aria-live="polite">
      <table className="w-full" aria-label={t('billing.preview')}>
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="py-1 text-start font-normal">
              {t('billing.preview')}
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              {t('billing.asItIs')}
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              {t('billing.withPlan', { plan: planName(plan) })}
            </th>
          </tr>
        </thead>
        <tbody>
          {row(t('billing.thisMonth'), data.month)}
          {row(t('billing.nextMonth'), data.nextMonth)}
        </tbody>
      </table>
      <p className="mt-1 text-xs text-ink-3">
        {t('billing.divided')} {t(data.projected ? 'billing.fromPace' : 'billing.fromSoFar')}
      </p>
    </div>
  );
}
