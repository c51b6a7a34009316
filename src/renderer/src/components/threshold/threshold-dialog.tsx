import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickThreshold, recoverLevel, type StockLimits, type Threshold } from '#shared/domain/inventory.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { useIsLive } from '../../stores/connection.ts';
import { Button } from '../button.tsx';
import { Field, Input, Select } from '../field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import {
  choiceOf,
  closerThan,
  formFor,
  type Place,
  SCOPE_CHOICES,
  type ScopeChoice,
  thresholdAt,
  toThreshold,
  validateThreshold,
} from './threshold-form.ts';
import { type ScopeNames, useScopeName } from './use-threshold-words.ts';

/** The scope to begin with: that of the item's own rule, else the item where it is seen, which concerns nothing else. */
function firstChoice(thresholds: readonly Threshold[], place: Place): ScopeChoice {
  const rule = pickThreshold(thresholds, place);
  return rule !== null && rule.itemId !== null ? choiceOf(rule) : 'itemHere';
}

/** Sets the limits of an item where it is seen, or those of its category, its location or the workspace. */
export function ThresholdDialog({
  itemName,
  place,
  names,
  thresholds,
  defaults,
  onClose,
}: {
  readonly itemName: string;
  readonly place: Place;
  readonly names: ScopeNames;
  readonly thresholds: readonly Threshold[];
  readonly defaults: StockLimits;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const scopeName = useScopeName();
  const { submit, submitting } = useCommand('inventory.set_threshold');
  const [form, setForm] = useState(() =>
    formFor(firstChoice(thresholds, place), place, thresholds, defaults),
  );
  const [problem, say] = useSaid();
  const errors = validateThreshold(form);
  const existing = thresholdAt(thresholds, form.scope, place);
  const closer = closerThan(form.scope, place, thresholds);
  const send = async (threshold: Threshold, removed: boolean): Promise<void> => {
    const sent = await submit({ threshold, removed }, { quiet: true });
    if (sent.ok) onClose();
    else say((context) => refusalSentence(context, sent.error));
  };
  const usual = recoverLevel({ lowAt: toThreshold(form, place).lowAt, recoverAt: null });
  const field = (name: Exclude<keyof typeof form, 'scope'>, hint: string): ReactNode => (
    <Field
      className="flex-1"
      label={t(`inventory.threshold.${name}`)}
      hint={hint}
      error={errors[name] && t(`inventory.threshold.errors.${errors[name]}`)}
    >
      {(props) => (
        <Input
          {...props}
          inputMode="numeric"
          autoComplete="off"
          value={form[name]}
          placeholder={name === 'recoverAt' && errors.lowAt === undefined ? format.integer(usual) : undefined}
          onChange={(event) => setForm({ ...form, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title={t('inventory.threshold.title')}
      description={t('inventory.adjust.subject', { name: itemName, location: names.location })}
      action={t('inventory.threshold.save')}
      busy={submitting}
      disabled={Object.keys(errors).length > 0}
      problem={problem}
      onSubmit={() => void send(toThreshold(form, place), false)}
      onClose={onClose}
    >
      <Field
        label={t('inventory.threshold.for')}
        hint={
          closer === null
            ? t('inventory.threshold.applies')
            : t('inventory.threshold.closer', { source: scopeName(choiceOf(closer), names) })
        }
      >
        {(props) => (
          <Select<ScopeChoice>
            {...props}
            value={form.scope}
            options={SCOPE_CHOICES.map((value) => ({ value, label: scopeName(value, names) }))}
            onChange={(scope) => setForm(formFor(scope, place, thresholds, defaults))}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        {field('lowAt', t('inventory.threshold.lowHint'))}
        {field('outAt', t('inventory.threshold.outHint'))}
        {field('recoverAt', t('inventory.threshold.recoverHint'))}
      </div>
      <div className="flex flex-wrap gap-3">
        {field('overAt', t('inventory.threshold.overHint'))}
        {field('expiringWithinDays', t('inventory.threshold.expiringHint'))}
      </div>
      {existing !== null && (
        <div>
          <Button size="sm" variant="danger" onClick={() => void send(existing, true)}>
            {t('inventory.threshold.remove')}
          </Button>
        </div>
      )}
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('inventory.threshold.offline')}
        </p>
      )}
    </FormDialog>
  );
}
