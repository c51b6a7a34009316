import { useTranslation } from 'react-i18next';
import type { ConflictField } from '../../components/conflict-note.tsx';
import { useLocations } from '../../hooks/use-locations.ts';
import { useTeams } from '../../hooks/use-support-teams.ts';
import { useColleagues } from '../../hooks/use-team.ts';
import type { KpiForm } from './form.ts';

/** Returns a function that says in words in which fields two versions of a KPI differ: all that a save would overwrite. */
export function useKpiConflict(): (mine: KpiForm, theirs: KpiForm) => ConflictField[] {
  const { t } = useTranslation();
  const places = [...useLocations(), ...useTeams()];
  const people = useColleagues('kpi:read');
  const nameIn = (all: readonly { readonly id: string; readonly name: string }[], id: string): string =>
    all.find((one) => one.id === id)?.name ?? id;
  const alert = ({ alertWhen, severity, below, forHours }: KpiForm): string =>
    [
      t(`kpi.alerts.${alertWhen}`),
      ...(alertWhen === 'off' ? [] : [t(`alerts.severity.${severity}`)]),
      ...(alertWhen === 'pace' ? [`${below} %`, `${t('kpi.form.forHours')}: ${forHours}`] : []),
    ].join(' · ');
  const words = (form: KpiForm): readonly (readonly [label: string, text: string])[] => [
    [t('kpi.form.name'), form.name],
    [t('kpi.form.metric'), t(`kpi.metrics.${form.metric}`)],
    [t('kpi.form.window'), t(`kpi.windows.${form.window}`)],
    [t('kpi.form.location'), form.by === 'location' ? nameIn(places, form.key) : t('kpi.form.all')],
    [t('kpi.form.team'), form.by === 'team' ? nameIn(places, form.key) : t('kpi.form.all')],
    [t('kpi.form.aggregation'), t(`kpi.aggregations.${form.aggregation}`)],
    [t('kpi.form.direction'), t(`kpi.directions.${form.direction}`)],
    [t('kpi.form.target'), form.target],
    [t('kpi.form.owner'), form.ownerId === '' ? t('kpi.noOwner') : nameIn(people, form.ownerId)],
    [t('kpi.form.alert'), alert(form)],
    [t('kpi.form.archived'), t(form.archived ? 'common.yes' : 'common.no')],
  ];
  return (mine, theirs) => {
    const other = words(theirs);
    return words(mine).flatMap(([label, text], n) => {
      const stands = other[n]?.[1] ?? '';
      return text === stands ? [] : [{ label, mine: text, theirs: stands }];
    });
  };
}
