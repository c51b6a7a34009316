import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterRules } from '#shared/domain/filter.ts';
import { bridge } from '../../bridge/client.ts';
import { Page } from '../../components/page.tsx';
import { RulesFrame } from '../../components/rules-frame.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { CountersPanel } from './counters-panel.tsx';
import { contentOf, EMPTY_FILTER, entriesOf, type FilterForm, formOf } from './filter-form.ts';
import { TryPanel } from './try-panel.tsx';
import { useDifferences } from './use-differences.ts';
import { VisitorsPanel } from './visitors-panel.tsx';
import { WordsPanel } from './words-panel.tsx';

/** Changes of the rules that were begun and not sent. */
const CHANGES = formKind('filter.save_rules', EMPTY_FILTER, ({ seen }) => seen === null);

/** What messages pass before they are stored. Administrators change it; managers see it. */
export default function FilterPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('filter:read');
  return (
    <Page title={t('filter.title')}>{allowed ? <Loaded /> : <NoPermission permission="filter:read" />}</Page>
  );
}

function Loaded(): ReactNode {
  const query = useQuery({
    queryKey: ['filter', 'rules'],
    queryFn: () => bridge.call('filter.rules', {}),
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows />;
  return <Rules rules={query.data.rules} pending={query.data.pending} />;
}

function Rules({ rules, pending }: { readonly rules: FilterRules; readonly pending: boolean }): ReactNode {
  const mayChange = useCan('filter:manage');
  const differences = useDifferences();
  const [checked, setChecked] = useState(false);
  const kept = useForm(CHANGES, 'filter', (form) => ({ seen: form.seen }));
  const edited = kept.value.seen !== null;
  const form = edited ? kept.value : formOf(rules);
  const result = contentOf(form);
  const reset = (): void => {
    kept.clear();
    setChecked(false);
  };
  const decision = useDecision('filter.save_rules', () => {
    reset();
    toast({ tone: 'ok', title: ({ t: say }) => say('filter.saved') });
  });
  const current = FilterRules.safeParse(decision.refusal?.current).data ?? null;
  const send = (seen: number): void => {
    setChecked(true);
    if (result.ok) void decision.send({ ...result.content, seen });
  };
  const parts = {
    form,
    errors: checked && !result.ok ? result.errors : null,
    disabled: !mayChange,
    onChange: (part: Partial<FilterForm>): void =>
      kept.change({ ...form, seen: form.seen ?? rules.version, ...part }),
  };
  return (
    <RulesFrame
      words="filter"
      mayChange={mayChange}
      rules={rules}
      pending={pending}
      edited={edited}
      wrong={checked && !result.ok}
      conflict={current && { rules: current, fields: differences(form, formOf(current)) }}
      problem={decision.problem}
      busy={decision.busy}
      onSave={(instead) => send(instead ?? form.seen ?? rules.version)}
      onDiscard={reset}
    >
      <CountersPanel />
      <div className="grid grid-cols-1 items-start gap-4 min-[900px]:grid-cols-2">
        <WordsPanel {...parts} />
        <div className="flex flex-col gap-4">
          <TryPanel words={result.ok ? result.content.words : entriesOf(form.words)} />
          <VisitorsPanel {...parts} />
        </div>
      </div>
    </RulesFrame>
  );
}
