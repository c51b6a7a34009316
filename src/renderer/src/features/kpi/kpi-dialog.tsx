import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import { Kpi } from '#shared/domain/kpi.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useForm } from '../../hooks/use-form.ts';
import { useLedTeams } from '../../hooks/use-support-teams.ts';
import { newId } from '../../lib/new-id.ts';
import { useCan, useCurrency } from '../../stores/session.ts';
import { contentOf, EMPTY_KPI, formOf, KPI_FORMS, type KpiField, type KpiForm, parseTarget } from './form.ts';
import { KpiFields } from './kpi-fields.tsx';
import { Preview } from './preview.tsx';
import { useKpiConflict } from './use-conflict.ts';

const NONE: ReadonlySet<KpiField> = new Set();

/** What a new KPI begins as: one of everything, or a goal of a team. */
function fresh(teamId: string | null): KpiForm {
  return teamId === null
    ? EMPTY_KPI
    : { ...EMPTY_KPI, metric: 'resolved', by: 'team', key: teamId, window: 'week' };
}

/**
 * Defines a KPI, or changes one, with what it would have been in the last windows. What was typed is kept. If somebody else has
 * changed it meanwhile, shows both and lets the user choose.
 */
export function KpiDialog({
  kpi,
  ofTeam = null,
  onClose,
}: {
  readonly kpi: KpiTile | null;
  /** The team whose goal a new KPI is. */
  readonly ofTeam?: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const currency = useCurrency();
  const manages = useCan('kpi:manage');
  const [led] = useLedTeams();
  const differing = useKpiConflict();
  const [freshId] = useState(newId);
  const [checked, setChecked] = useState(false);
  const kpiId = kpi?.id ?? freshId;
  // Who leads a team and manages nothing defines goals of that team.
  const teamId = ofTeam ?? (manages ? null : (led?.id ?? null));
  const [start] = useState(() => (kpi === null ? fresh(teamId) : formOf(kpi, currency)));
  const kept = useForm(
    KPI_FORMS,
    kpi?.id ?? (teamId === null ? 'new' : `new ${teamId}`.slice(0, 64)),
    ({ name }) => ({
      kpiId,
      name,
    }),
  );
  const form = kept.value.seen === null ? start : kept.value;
  const change = (next: KpiForm): void => kept.change({ ...next, seen: form.seen ?? kpi?.version ?? 0 });
  const parsed = contentOf(form, kpiId, currency);
  const done = (): void => {
    kept.clear();
    onClose();
  };
  const decision = useDecision('kpi.save', done);
  const current = Kpi.safeParse(decision.refusal?.current).data ?? null;
  const send = (seen: number | null): void => {
    setChecked(true);
    if ('content' in parsed) void decision.send({ ...parsed.content, seen });
  };
  const { metric, aggregation, by, key, window, direction } = form;
  const target = parseTarget(metric, form.target, currency);
  return (
    <FormDialog
      title={
        kpi === null
          ? t(teamId === null ? 'kpi.form.newTitle' : 'kpi.form.newGoalTitle')
          : t('kpi.form.editTitle', { name: kpi.name })
      }
      description={t(kpi === null ? 'kpi.form.hint' : 'kpi.form.restarts')}
      action={kpi === null ? t('kpi.form.create') : t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      width="lg"
      onSubmit={() => send(kpi === null ? null : (form.seen ?? kpi.version))}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('kpi.form.conflict', { name: current.changedBy })}
          fields={differing(form, formOf(current, currency))}
          onMine={() => send(current.version)}
          onTheirs={done}
        />
      )}
      <KpiFields
        form={form}
        wrong={checked && 'wrong' in parsed ? parsed.wrong : NONE}
        isNew={kpi === null}
        onlyTeams={!manages}
        onChange={change}
      />
      {(by === 'all' || key !== '') && (
        <Preview measure={{ metric, aggregation, by, key, window }} target={target} direction={direction} />
      )}
    </FormDialog>
  );
}
