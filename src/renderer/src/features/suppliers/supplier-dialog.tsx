import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SERVICE_LEVELS } from '#shared/domain/reorder.ts';
import { Supplier } from '#shared/domain/suppliers.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input, Select, TextArea } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { newId } from '../../lib/new-id.ts';
import { useCurrency } from '../../stores/session.ts';
import {
  differingFields,
  EMPTY_SUPPLIER,
  formOf,
  type SupplierErrors,
  type SupplierForm,
  termsOf,
} from './supplier-form.ts';

const isUntouched = (form: SupplierForm): boolean =>
  [form.name, form.contactName, form.email, form.phone, form.note].every((text) => text.trim() === '');

/** A supplier that was begun and not sent. */
const NEW_SUPPLIERS = formKind('suppliers.create', EMPTY_SUPPLIER, isUntouched);
/** Changes of suppliers that were begun and not sent, by supplier. */
const CHANGES = formKind(
  'suppliers.update',
  { ...EMPTY_SUPPLIER, expected: null },
  ({ expected }) => expected === null,
);

/** Creates a supplier. `onCreated` gets its id. */
export function NewSupplierDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (supplierId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const currency = useCurrency();
  const [id] = useState(newId);
  const [checked, setChecked] = useState(false);
  const draft = (form: SupplierForm): SupplierForm => ({ ...form, currency: form.currency || currency });
  const kept = useForm(NEW_SUPPLIERS, 'new', (form) => ({ supplier: { id, name: form.name } }));
  const form = draft(kept.value);
  const result = termsOf(id, form);
  const decision = useDecision('suppliers.create', () => {
    kept.clear();
    onCreated(id);
  });
  return (
    <FormDialog
      title={t('suppliers.dialog.newTitle')}
      action={t('suppliers.dialog.create')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      width="md"
      onSubmit={() => {
        setChecked(true);
        if (result.ok) void decision.send({ supplier: result.terms });
      }}
      onClose={onClose}
    >
      <SupplierFields
        form={form}
        errors={checked && !result.ok ? result.errors : {}}
        onChange={(change) => kept.change({ ...form, ...change })}
      />
    </FormDialog>
  );
}

/** Changes a supplier. If somebody else has changed it meanwhile, shows both values and lets the user choose. */
export function EditSupplierDialog({
  supplier,
  onClose,
}: {
  readonly supplier: Supplier;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [checked, setChecked] = useState(false);
  const [start] = useState(() => ({ ...formOf(supplier), expected: supplier.version }));
  const kept = useForm(CHANGES, supplier.id, (form) => ({
    supplier: { id: supplier.id, name: form.name },
    expected: form.expected,
  }));
  const form = kept.value.expected === null ? start : kept.value;
  const result = termsOf(supplier.id, form);
  const decision = useDecision('suppliers.update', () => {
    kept.clear();
    onClose();
  });
  const current = Supplier.safeParse(decision.refusal?.current).data ?? null;
  const send = (expected: number): void => {
    setChecked(true);
    if (result.ok) void decision.send({ supplier: result.terms, expected });
  };
  const { expected: _expected, ...fields } = form;
  return (
    <FormDialog
      title={t('suppliers.dialog.editTitle', { name: supplier.name })}
      action={t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      width="md"
      onSubmit={() => send(form.expected ?? supplier.version)}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('suppliers.dialog.conflict')}
          fields={differingFields(fields, current).map((name) => ({
            label: t(`suppliers.fields.${name}`),
            mine: name === 'status' ? t(`suppliers.statuses.${fields[name]}`) : fields[name],
            theirs: name === 'status' ? t(`suppliers.statuses.${current.status}`) : formOf(current)[name],
          }))}
          onMine={() => send(current.version)}
          onTheirs={() => {
            kept.clear();
            onClose();
          }}
        />
      )}
      <SupplierFields
        form={form}
        errors={checked && !result.ok ? result.errors : {}}
        withStatus
        onChange={(change) => kept.change({ ...form, ...change })}
      />
    </FormDialog>
  );
}

function SupplierFields({
  form,
  errors,
  withStatus = false,
  onChange,
}: {
  readonly form: SupplierForm;
  readonly errors: SupplierErrors;
  readonly withStatus?: boolean;
  readonly onChange: (change: Partial<SupplierForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const field = (
    name: Exclude<keyof SupplierForm, 'note' | 'status' | 'serviceLevel'>,
    options: { readonly hint?: string; readonly numeric?: boolean; readonly type?: string } = {},
  ): ReactNode => (
    <Field
      label={t(`suppliers.fields.${name}`)}
      hint={options.hint}
      error={errors[name] && t(`suppliers.errors.${name}`)}
    >
      {(props) => (
        <Input
          {...props}
          type={options.type ?? 'text'}
          inputMode={options.numeric ? 'decimal' : undefined}
          autoComplete="off"
          value={form[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      {field('name')}
      <div className="grid grid-cols-2 gap-3">
        {field('contactName')}
        {field('phone')}
        {field('email')}
        {withStatus && (
          <Field label={t('suppliers.fields.status')}>
            {(props) => (
              <Select
                {...props}
                value={form.status}
                onChange={(status) => onChange({ status })}
                options={(['active', 'archived'] as const).map((value) => ({
                  value,
                  label: t(`suppliers.statuses.${value}`),
                }))}
              />
            )}
          </Field>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3">
        {field('leadTimeDays', { numeric: true, hint: t('suppliers.hints.leadTimeDays') })}
        {field('leadTimeDeviationDays', { numeric: true, hint: t('suppliers.hints.leadTimeDeviationDays') })}
        {field('currency', { hint: t('suppliers.hints.currency') })}
        {field('minimumOrder', { numeric: true, hint: t('suppliers.hints.minimumOrder') })}
      </div>
      <Field label={t('suppliers.fields.serviceLevel')} hint={t('suppliers.hints.serviceLevel')}>
        {(props) => (
          <Select
            {...props}
            value={form.serviceLevel}
            onChange={(serviceLevel) => onChange({ serviceLevel })}
            options={[
              { value: '', label: t('suppliers.serviceOfWorkspace') },
              ...SERVICE_LEVELS.map((level) => ({
                value: String(level),
                label: format.percent(level / 100),
              })),
            ]}
          />
        )}
      </Field>
      <Field label={t('suppliers.fields.note')} error={errors.note && t('suppliers.errors.note')}>
        {(props) => (
          <TextArea
            {...props}
            rows={2}
            value={form.note}
            onChange={(event) => onChange({ note: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
