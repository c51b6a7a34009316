import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_ACTIONS } from '#shared/domain/canned.ts';
import { MAX_LABEL_LENGTH, PRIORITIES } from '#shared/domain/chat.ts';
import { MACRO_ACTION_KINDS, MACRO_SNOOZES, MACRO_STATUSES } from '#shared/domain/macros.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { FieldError, Input, Select, type SelectOption } from '../../components/field.tsx';
import { Menu } from '../../components/menu.tsx';
import { newId } from '../../lib/new-id.ts';
import { ABOUT, type MacroErrors, movedAction, newAction, type TypedAction } from './macro-form.ts';

/** What actions can refer to. */
export interface Referred {
  readonly replies: readonly SelectOption<string>[];
  readonly people: readonly SelectOption<string>[];
  readonly teams: readonly SelectOption<string>[];
}

/** The actions of a macro, in their order. */
export function MacroActions({
  actions,
  errors,
  referred,
  disabled,
  onChange,
}: {
  readonly actions: readonly TypedAction[];
  readonly errors: MacroErrors | null;
  readonly referred: Referred;
  readonly disabled: boolean;
  readonly onChange: (actions: TypedAction[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const replace = (index: number, action: TypedAction): void =>
    onChange(actions.map((one, n) => (n === index ? action : one)));
  return (
    <section aria-label={t('canned.macro.actions')} className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-ink-2">{t('canned.macro.actions')}</h3>
      <ol className="flex flex-col gap-2">
        {actions.map((action, index) => (
          <li key={action.key} className="rounded-md border border-line bg-surface p-2">
            <div className="flex items-start gap-2">
              <span className="mt-1.5 w-5 shrink-0 text-right text-ink-3">{index + 1}.</span>
              <div className="flex min-w-0 flex-1 flex-wrap gap-2">
                <Select
                  aria-label={t('canned.macro.kindOf', { step: index + 1 })}
                  value={action.kind}
                  disabled={disabled}
                  className="w-44 max-w-full"
                  onChange={(kind) => replace(index, newAction(kind, action.key))}
                  options={MACRO_ACTION_KINDS.map((kind) => ({
                    value: kind,
                    label: t(`canned.actions.${kind}`),
                  }))}
                />
                <Value
                  action={action}
                  step={index + 1}
                  referred={referred}
                  disabled={disabled}
                  onChange={(value) => replace(index, { ...action, value })}
                />
              </div>
              {!disabled && (
                <span className="flex shrink-0">
                  <IconButton
                    icon={ArrowUp}
                    size="sm"
                    label={t('canned.macro.up', { step: index + 1 })}
                    disabled={index === 0}
                    onClick={() => onChange(movedAction(actions, index, -1))}
                  />
                  <IconButton
                    icon={ArrowDown}
                    size="sm"
                    label={t('canned.macro.down', { step: index + 1 })}
                    disabled={index === actions.length - 1}
                    onClick={() => onChange(movedAction(actions, index, 1))}
                  />
                  <IconButton
                    icon={X}
                    size="sm"
                    label={t('canned.macro.drop', { step: index + 1 })}
                    onClick={() => onChange(actions.filter((one) => one !== action))}
                  />
                </span>
              )}
            </div>
            {errors?.actions.has(action.key) && <FieldError>{t('canned.macro.incomplete')}</FieldError>}
          </li>
        ))}
      </ol>
      {errors?.none && <FieldError>{t('canned.macro.noActions')}</FieldError>}
      {!disabled && actions.length < MAX_ACTIONS && (
        <Menu
          label={t('canned.macro.add')}
          align="start"
          groups={[
            MACRO_ACTION_KINDS.map((kind) => ({
              key: kind,
              label: t(`canned.actions.${kind}`),
              run: () => onChange([...actions, newAction(kind, newId())]),
            })),
          ]}
          trigger={
            <Button icon={Plus} className="self-start">
              {t('canned.macro.add')}
            </Button>
          }
        />
      )}
    </section>
  );
}

/** What an action is about. */
function Value({
  action: { kind, value },
  step,
  referred,
  disabled,
  onChange,
}: {
  readonly action: TypedAction;
  readonly step: number;
  readonly referred: Referred;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const about = ABOUT[kind];
  if (about === null) return null;
  if (about === 'label')
    return (
      <Input
        aria-label={t('canned.macro.about.label', { step })}
        dir="auto"
        value={value}
        disabled={disabled}
        maxLength={MAX_LABEL_LENGTH}
        className="min-w-56 max-w-full flex-1"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  const choices: Readonly<Record<typeof about, readonly SelectOption<string>[]>> = {
    status: MACRO_STATUSES.map((status) => ({ value: status, label: t(`chat.status.${status}`) })),
    priority: PRIORITIES.map((priority) => ({ value: priority, label: t(`chat.priority.${priority}`) })),
    snooze: MACRO_SNOOZES.map((until) => ({ value: until, label: t(`chat.snooze.${until}`) })),
    team: referred.teams,
    reply: referred.replies,
    person: referred.people,
  };
  const options = choices[about];
  const known = options.some((option) => option.value === value);
  const missing = { value, label: t(value === '' ? 'canned.macro.choosing' : 'canned.macro.missing') };
  return (
    <Select
      aria-label={t(`canned.macro.about.${about}`, { step })}
      value={value}
      disabled={disabled}
      className="min-w-56 max-w-full flex-1"
      onChange={onChange}
      options={known ? options : [missing, ...options]}
    />
  );
}
