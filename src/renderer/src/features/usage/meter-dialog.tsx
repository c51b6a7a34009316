import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AGGREGATIONS, type Aggregation, Meter } from '#shared/domain/usage.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input, Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { fieldsOf, type MeterFields, type MeterProblems, NEW_METER, readMeterForm } from './meter-form.ts';
import { meterName, quantityText } from './names.ts';

/** Meters that were begun or changed and not sent, by key. */
const METERS = formKind('usage.set_meter', NEW_METER, ({ seen }) => seen === -1);

/** Makes a meter, or changes its limit and thresholds. If somebody else has changed it meanwhile, shows both. */
export function MeterDialog({
  meter,
  onClose,
}: {
  readonly meter: Meter | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [start] = useState(() => (meter === null ? NEW_METER : fieldsOf(meter)));
  const [problems, setProblems] = useState<MeterProblems>({});
  const kept = useForm(METERS, meter?.key ?? 'new', ({ key, name }) => ({ key, name }));
  const form = kept.value.seen === -1 ? start : kept.value;
  const change = (part: Partial<MeterFields>): void => {
    setProblems({});
    kept.change({ ...form, seen: form.seen === -1 ? (meter?.version ?? 0) : form.seen, ...part });
  };
  const done = (): void => {
    kept.clear();
    onClose();
  };
  const decision = useDecision('usage.set_meter', done);
  const current = Meter.safeParse(decision.refusal?.current).data ?? null;
  // A new meter never takes the place of one that there is.
  const taken = meter === null && current !== null;
  const send = (seen: number | null): void => {
    const read = readMeterForm(form);
    if ('problems' in read) setProblems(read.problems);
    else void decision.send({ ...read.data, seen });
  };
  const own = meter?.own ?? false;
  const limitText = ({ quota, ...of }: Pick<Meter, 'quota' | 'unit' | 'own'>): string =>
    quota === null ? t('usage.form.none') : quantityText(of, quota, format);
  const mine = readMeterForm(form);
  const text = (name: 'key' | 'name' | 'unit' | 'quota' | 'thresholds') => ({
    value: form[name],
    autoComplete: 'off',
    onChange: (event: { readonly target: { readonly value: string } }): void =>
      change({ [name]: event.target.value }),
  });
  return (
    <FormDialog
      title={meter === null ? t('usage.form.new') : t('usage.form.edit', { name: meterName(meter, t) })}
      action={meter === null ? t('usage.form.create') : t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      onSubmit={() => send(meter === null ? null : form.seen === -1 ? meter.version : form.seen)}
      onClose={onClose}
    >
      {taken && (
        <p role="alert" className="text-crit">
          {t('usage.form.keyTaken')}
        </p>
      )}
      {current !== null && !taken && 'data' in mine && (
        <ConflictNote
          title={t('usage.form.conflict')}
          fields={[
            { label: t('usage.form.name'), mine: mine.data.name, theirs: current.name },
            {
              label: t('usage.form.quota'),
              mine: limitText({ ...mine.data, own }),
              theirs: limitText(current),
            },
            {
              label: t('usage.form.thresholds'),
              mine: mine.data.thresholds.join(' '),
              theirs: current.thresholds.join(' '),
            },
          ].filter((field) => field.mine !== field.theirs)}
          onMine={() => send(current.version)}
          onTheirs={done}
        />
      )}
      {meter === null && (
        <Field
          label={t('usage.form.key')}
          hint={t('usage.form.keyHint')}
          error={problems.key ? t('usage.form.wrongKey') : null}
        >
          {(props) => <Input {...props} maxLength={40} {...text('key')} />}
        </Field>
      )}
      {!own && (
        <>
          <Field label={t('usage.form.name')} error={problems.name ? t('usage.form.missing') : null}>
            {(props) => <Input {...props} maxLength={80} {...text('name')} />}
          </Field>
          {meter === null && (
            <Field label={t('usage.form.unit')} error={problems.unit ? t('usage.form.missing') : null}>
              {(props) => <Input {...props} maxLength={20} {...text('unit')} />}
            </Field>
          )}
        </>
      )}
      {meter === null && (
        <Field label={t('usage.form.aggregation')}>
          {(props) => (
            <Select<Aggregation>
              {...props}
              value={AGGREGATIONS.find((one) => one === form.aggregation) ?? 'sum'}
              options={AGGREGATIONS.map((value) => ({ value, label: t(`usage.form.aggregations.${value}`) }))}
              onChange={(value) => change({ aggregation: value })}
            />
          )}
        </Field>
      )}
      <Field
        label={t(form.unit === 'bytes' ? 'usage.form.quotaBytes' : 'usage.form.quota')}
        hint={t('usage.form.quotaHint')}
        error={problems.quota ? t('usage.form.wrongQuota') : null}
      >
        {(props) => <Input {...props} inputMode="numeric" maxLength={20} {...text('quota')} />}
      </Field>
      <Field
        label={t('usage.form.thresholds')}
        hint={t('usage.form.thresholdsHint')}
        error={problems.thresholds ? t('usage.form.wrongThresholds') : null}
      >
        {(props) => <Input {...props} inputMode="numeric" maxLength={40} {...text('thresholds')} />}
      </Field>
    </FormDialog>
  );
}
