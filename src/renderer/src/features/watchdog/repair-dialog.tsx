import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ReasonInput } from '../../components/reason-input.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { DifferingCounts } from './differing-counts.tsx';
import type { NamedDifference } from './state.ts';

/** Repairs that were begun, by level. */
const REPAIRS = formKind('watchdog.repair', { reason: '' }, ({ reason }) => reason.trim() === '');

/** Asks for the reason of a repair, and shows both values. */
export function RepairDialog({
  difference,
  onClose,
}: {
  readonly difference: NamedDifference;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { kind, itemId, locationId, expected, actual, itemName, locationName } = difference;
  const repair = { kind, itemId, locationId, expected, actual };
  const form = useForm(REPAIRS, `${itemId}:${locationId}`, (fields) => ({ ...repair, ...fields }));
  const { reason } = form.value;
  const decision = useDecision('watchdog.repair', () => {
    form.clear();
    onClose();
  });
  return (
    <FormDialog
      title={t('watchdog.title', { item: itemName })}
      description={t(`watchdog.body.${kind}`, { location: locationName })}
      action={t('watchdog.action')}
      busy={decision.busy}
      disabled={reason.trim() === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ ...repair, reason: reason.trim() })}
      onClose={onClose}
    >
      <dl className="mb-3 grid grid-cols-2 gap-3 rounded-md bg-sunken p-3">
        <div>
          <dt className="text-xs text-ink-3">{t('watchdog.is')}</dt>
          <dd>
            <DifferingCounts of={actual} against={expected} />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-ink-3">{t('watchdog.ought')}</dt>
          <dd>
            <DifferingCounts of={expected} against={actual} />
          </dd>
        </div>
      </dl>
      <ReasonInput
        label={t('watchdog.reason')}
        value={reason}
        onChange={(text) => form.change({ reason: text })}
      />
    </FormDialog>
  );
}
