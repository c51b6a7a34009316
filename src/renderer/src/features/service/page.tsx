import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ServiceRules } from '#shared/domain/service-levels.ts';
import { bridge } from '../../bridge/client.ts';
import { Page } from '../../components/page.tsx';
import { RulesFrame } from '../../components/rules-frame.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { HolidaysPanel } from './holidays-panel.tsx';
import { HoursPanel } from './hours-panel.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { contentOf, EMPTY_RULES, formOf, type RulesForm } from './rules-form.ts';
import { TargetsPanel } from './targets-panel.tsx';
import { useRuleWords } from './use-rule-words.ts';

/** Changes of the rules that were begun and not sent. */
const CHANGES = formKind('service.save_rules', EMPTY_RULES, ({ seen }) => seen === null);

/** Opening hours, holidays and targets. Managers change them; agents see what is promised. */
export default function ServicePage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('service:read');
  return (
    <Page title={t('service.title')}>
      {allowed ? <Loaded /> : <NoPermission permission="service:read" />}
    </Page>
  );
}

function Loaded(): ReactNode {
  const query = useQuery({
    queryKey: ['service', 'rules'],
    queryFn: () => bridge.call('service.rules', {}),
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows />;
  return <Rules rules={query.data.rules} pending={query.data.pending} />;
}

function Rules({ rules, pending }: { readonly rules: ServiceRules; readonly pending: boolean }): ReactNode {
  const mayChange = useCan('service:manage');
  const words = useRuleWords();
  const [checked, setChecked] = useState(false);
  const kept = useForm(CHANGES, 'service', (form) => ({ seen: form.seen }));
  const edited = kept.value.seen !== null;
  const form = edited ? kept.value : formOf(rules);
  const result = contentOf(form);
  const reset = (): void => {
    kept.clear();
    setChecked(false);
  };
  const decision = useDecision('service.save_rules', () => {
    reset();
    toast({ tone: 'ok', title: ({ t: say }) => say('service.saved') });
  });
  const current = ServiceRules.safeParse(decision.refusal?.current).data ?? null;
  const change = (part: Partial<RulesForm>): void =>
    kept.change({ ...form, seen: form.seen ?? rules.version, ...part });
  const send = (seen: number): void => {
    setChecked(true);
    if (result.ok) void decision.send({ ...result.content, seen });
  };
  const parts = {
    form,
    errors: checked && !result.ok ? result.errors : new Set<string>(),
    disabled: !mayChange,
    onChange: change,
  };
  return (
    <RulesFrame
      words="service"
      mayChange={mayChange}
      rules={rules}
      pending={pending}
      edited={edited}
      wrong={checked && !result.ok}
      conflict={current && { rules: current, fields: words.differences(form, formOf(current)) }}
      problem={decision.problem}
      busy={decision.busy}
      onSave={(instead) => send(instead ?? form.seen ?? rules.version)}
      onDiscard={reset}
    >
      <TargetsPanel {...parts} />
      <div className="grid grid-cols-1 items-start gap-4 min-[900px]:grid-cols-2">
        <HoursPanel {...parts} timeZone={rules.timeZone} />
        <div className="flex flex-col gap-4">
          <PreviewPanel rules={result.ok ? { ...rules, ...result.content } : null} />
          <HolidaysPanel {...parts} />
        </div>
      </div>
    </RulesFrame>
  );
}
