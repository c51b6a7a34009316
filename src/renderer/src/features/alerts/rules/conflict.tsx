import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import type { RuleField, RuleFields } from './rule-form.ts';

/** Both versions of a rule that somebody else has changed meanwhile, for the user to decide between. */
export function RuleConflict({
  mine,
  theirs,
  names,
  onMine,
  onTheirs,
}: {
  readonly mine: RuleFields;
  readonly theirs: RuleFields;
  readonly names: readonly RuleField[];
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const shown = (fields: RuleFields, name: RuleField): string => {
    if (name === 'severity') return t(`alerts.severity.${fields.severity}`);
    if (name === 'enabled') return fields.enabled ? t('alerts.rules.on') : t('alerts.rules.off');
    const value = String(fields[name]);
    return value === '' ? '–' : value;
  };
  return (
    <div role="alert" className="rounded-md bg-crit-soft px-3 py-2">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-crit" />
        {t('alerts.rules.conflict.title')}
      </p>
      <table className="mt-2 w-full text-left">
        <thead className="text-xs text-ink-2">
          <tr>
            <th scope="col" className="font-medium" />
            <th scope="col" className="font-medium">
              {t('alerts.rules.conflict.mine')}
            </th>
            <th scope="col" className="font-medium">
              {t('alerts.rules.conflict.theirs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="pr-3 font-normal text-ink-2">
                {t(`alerts.rules.fields.${name}`)}
              </th>
              <td dir="auto">{shown(mine, name)}</td>
              <td dir="auto">{shown(theirs, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-2 flex gap-2">
        <Button size="sm" onClick={onMine}>
          {t('alerts.rules.conflict.keepMine')}
        </Button>
        <Button size="sm" onClick={onTheirs}>
          {t('alerts.rules.conflict.takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
