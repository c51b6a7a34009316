import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertRule, RULE_KINDS } from '#shared/domain/alert-rules.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { useForm } from '../../../hooks/use-form.ts';
import { newId } from '../../../lib/new-id.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { RuleConflict } from './conflict.tsx';
import { RulePreview } from './preview.tsx';
import { RuleFieldset } from './rule-fields.tsx';
import {
  changedFields,
  EMPTY_RULE,
  fieldsOfRule,
  NEW_RULE,
  RULE_FORMS,
  sameFields,
  toRule,
  UNTOUCHED,
  validateRule,
} from './rule-form.ts';

/** The rules of every workspace, which apply everywhere, cannot be removed, and have the name of their kind. */
const FIXED: ReadonlySet<string> = new Set(RULE_KINDS);

/**
 * Changes a rule, or adds one (`rule` null), with what it would fire on now. What was typed is kept. Where somebody else changes
 * the rule meanwhile, both are shown and the user decides.
 */
export function RuleDialog({
  rule,
  onClose,
}: {
  readonly rule: AlertRule | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const [id] = useState(() => rule?.id ?? newId());
  // The rule as the user has seen it: what the server compares with its own.
  const [seen, setSeen] = useState(rule);
  const [untouched, setUntouched] = useState(rule);
  const form = useForm(RULE_FORMS, rule?.id ?? NEW_RULE, (typed) => ({
    rule: Object.keys(validateRule(typed)).length === 0 ? toRule(typed, id, seen) : seen,
    expected: seen,
  }));
  const touched = !sameFields(form.value, UNTOUCHED);
  const original = untouched === null ? EMPTY_RULE : fieldsOfRule(untouched);
  const fields = touched ? form.value : original;
  const errors = validateRule(fields);
  const valid = Object.keys(errors).length === 0;
  const draft = valid ? toRule(fields, id, seen) : null;
  const current = useQuery({
    queryKey: ['alerts', 'rules'],
    queryFn: () => bridge.call('alerts.rules', {}),
  }).data?.rules.find((one) => one.id === id);
  const done = (): void => {
    form.clear();
    onClose();
  };
  const save = useDecision('alerts.set_rule', done);
  const remove = useDecision('alerts.remove_rule', done);
  const conflict =
    seen !== null && current !== undefined && !save.busy
      ? changedFields(fieldsOfRule(seen), fieldsOfRule(current))
      : [];
  return (
    <FormDialog
      title={rule === null ? t('alerts.rules.new') : t(`alerts.kind.${rule.kind}`)}
      description={t('alerts.rules.resets')}
      action={t('common.save')}
      busy={save.busy || remove.busy}
      disabled={!valid || conflict.length > 0}
      problem={save.problem ?? remove.problem}
      width="lg"
      onSubmit={() => draft !== null && void save.send({ rule: draft, expected: seen })}
      onClose={onClose}
    >
      {conflict.length > 0 && current !== undefined && (
        <RuleConflict
          mine={fields}
          theirs={fieldsOfRule(current)}
          names={conflict}
          onMine={() => setSeen(current)}
          onTheirs={() => {
            setSeen(current);
            setUntouched(current);
            form.clear();
          }}
        />
      )}
      <RuleFieldset
        fields={fields}
        errors={errors}
        isNew={rule === null}
        fixedScope={FIXED.has(id)}
        onChange={form.change}
      />
      {draft !== null && <RulePreview rule={draft} />}
      {rule !== null && !FIXED.has(id) && seen !== null && (
        <div>
          <Button
            size="sm"
            variant="danger"
            icon={Trash2}
            busy={remove.busy}
            onClick={() => void remove.send({ rule: seen })}
          >
            {t('alerts.rules.remove')}
          </Button>
        </div>
      )}
      {!live && (
        <p role="status" className="text-xs text-ink-2">
          {t('alerts.rules.offline')}
        </p>
      )}
    </FormDialog>
  );
}
