import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReorderPolicy, ReorderTerms } from '#shared/domain/reorder.ts';
import { SERVICE_LEVELS } from '#shared/domain/reorder.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useCan } from '../../../stores/session.ts';
import {
  differences,
  formOf,
  isNumberValid,
  NO_FORM,
  NUMBER_FIELDS,
  type NumberField,
  type PolicyField,
  type PolicyForm,
  termsOf,
} from './policy-form.ts';

/** The terms that were being changed: closing the dialog or the console loses nothing. */
const TERMS = formKind('reorder.set_policy', NO_FORM, (form) => form.revision === '');
const LEVEL_FIELDS = ['serviceLevel', 'serviceLevelA', 'serviceLevelB', 'serviceLevelC'] as const;

/** Shows the workspace's terms, and changes them for those who may. */
export function PolicyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { data } = useQuery({
    queryKey: ['reorder', 'policy'],
    queryFn: () => bridge.call('reorder.policy', {}),
  });
  return data === undefined ? null : (
    <Terms policy={{ ...data.policy, revision: data.confirmed }} onClose={onClose} />
  );
}

function Terms({
  policy,
  onClose,
}: {
  readonly policy: ReorderPolicy;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const mayChange = useCan('reorder:write');
  const kept = useForm(TERMS, 'workspace', (fields) => ({
    terms: termsOf(fields),
    expected: Number(fields.revision),
  }));
  const form = kept.value.revision === '' ? formOf(policy) : kept.value;
  const { busy, problem, send } = useDecision('reorder.set_policy', () => {
    kept.clear();
    onClose();
  });
  const terms = termsOf(form);
  const change = (name: PolicyField, text: string): void => kept.change({ ...form, [name]: text });
  // Somebody else has changed the terms since this form was begun.
  const overtaken = form.revision !== String(policy.revision);
  return (
    <FormDialog
      title={t('reorder.terms.title')}
      description={t('reorder.terms.body')}
      action={t('reorder.terms.save')}
      busy={busy}
      disabled={terms === null || !mayChange || overtaken}
      problem={overtaken ? null : problem}
      onSubmit={() => terms && void send({ terms, expected: Number(form.revision) })}
      onClose={onClose}
    >
      {!mayChange && (
        <p className="text-xs text-ink-3">{t('reorder.terms.needs', { permission: 'reorder:write' })}</p>
      )}
      {overtaken && (
        <Overtaken
          mine={terms}
          theirs={policy}
          onMine={() => kept.change({ ...form, revision: String(policy.revision) })}
          onTheirs={kept.clear}
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        {LEVEL_FIELDS.map((name) => (
          <LevelField key={name} name={name} form={form} disabled={!mayChange} onChange={change} />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        {(Object.keys(NUMBER_FIELDS) as NumberField[]).map((name) => (
          <NumberInput key={name} name={name} form={form} disabled={!mayChange} onChange={change} />
        ))}
      </div>
    </FormDialog>
  );
}

interface FieldProps {
  readonly form: PolicyForm;
  readonly disabled: boolean;
  readonly onChange: (name: PolicyField, text: string) => void;
}

function LevelField({
  name,
  form,
  disabled,
  onChange,
}: FieldProps & { readonly name: (typeof LEVEL_FIELDS)[number] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const levels = SERVICE_LEVELS.map((value) => ({
    value: String(value),
    label: format.percent(value / 100),
  }));
  return (
    <Field label={t(`reorder.terms.${name}`)}>
      {(props) => (
        <Select
          {...props}
          disabled={disabled}
          value={form[name]}
          onChange={(value) => onChange(name, value)}
          options={
            name === 'serviceLevel'
              ? levels
              : [{ value: '', label: t('reorder.terms.asWorkspace') }, ...levels]
          }
        />
      )}
    </Field>
  );
}

function NumberInput({
  name,
  form,
  disabled,
  onChange,
}: FieldProps & { readonly name: NumberField }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [from, to] = NUMBER_FIELDS[name];
  const valid = isNumberValid(name, form[name]);
  return (
    <Field
      label={t(`reorder.terms.${name}`)}
      hint={t(`reorder.terms.hints.${name}`)}
      error={valid ? null : t('reorder.terms.range', { from: format.integer(from), to: format.integer(to) })}
    >
      {(props) => (
        <Input
          {...props}
          inputMode="numeric"
          autoComplete="off"
          disabled={disabled}
          value={form[name]}
          onChange={(event) => onChange(name, event.target.value)}
        />
      )}
    </Field>
  );
}

/** Both versions of what differs, and the choice between them. */
function Overtaken({
  mine,
  theirs,
  onMine,
  onTheirs,
}: {
  readonly mine: ReorderTerms | null;
  readonly theirs: ReorderPolicy;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (name: PolicyField, value: number | null): string =>
    value === null
      ? t('reorder.terms.asWorkspace')
      : name in NUMBER_FIELDS
        ? format.integer(value)
        : format.percent(value / 100);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-warn-soft px-3 py-2">
      <p>{t('reorder.terms.overtaken')}</p>
      {mine !== null && (
        <ul className="text-xs">
          {differences(mine, theirs).map((name) => (
            <li key={name}>
              {t('reorder.terms.both', {
                field: t(`reorder.terms.${name}`),
                mine: shown(name, mine[name]),
                theirs: shown(name, theirs[name]),
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Button size="sm" onClick={onMine} disabled={mine === null}>
          {t('reorder.terms.keepMine')}
        </Button>
        <Button size="sm" onClick={onTheirs}>
          {t('reorder.terms.takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
