import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES } from '#shared/domain/chat.ts';
import { Input } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RulesPart } from './parts.ts';
import { TARGET_NAMES } from './rules-form.ts';

/** The targets by priority, in business time. */
export function TargetsPanel({ form, errors, disabled, onChange }: RulesPart): ReactNode {
  const { t } = useTranslation();
  const wrong = [...errors].some((error) => error.startsWith('target'));
  return (
    <Panel title={t('service.targets.title')} bodyClassName="p-3">
      <p id="service-targets-hint" className="mb-2 text-xs text-ink-3 proportional-nums">
        {t('service.targets.hint')}
      </p>
      <table className="w-full table-fixed">
        <thead className="text-left text-xs text-ink-2">
          <tr>
            <th className="w-[22%] pb-1 font-medium">{t('service.targets.priority')}</th>
            {TARGET_NAMES.map((name) => (
              <th key={name} className="pb-1 pr-3 font-medium">
                {t(`service.targets.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority, n) => (
            <tr key={priority}>
              <th className="py-0.5 text-left font-normal">{t(`service.priorities.${priority}`)}</th>
              {TARGET_NAMES.map((name) => (
                <td key={name} className="py-0.5 pr-3">
                  <Input
                    disabled={disabled}
                    autoComplete="off"
                    aria-label={`${t(`service.priorities.${priority}`)}: ${t(`service.targets.${name}`)}`}
                    aria-describedby="service-targets-hint"
                    aria-invalid={errors.has(`target-${n}-${name}`)}
                    placeholder={t('service.targets.noTarget')}
                    value={form.targets[n]?.[name] ?? ''}
                    onChange={(event) => {
                      const row = form.targets[n];
                      if (row)
                        onChange({ targets: form.targets.with(n, { ...row, [name]: event.target.value }) });
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {wrong && (
        <p role="alert" className="mt-1 text-xs text-crit">
          {t('service.targets.wrong')}
        </p>
      )}
    </Panel>
  );
}
