import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ServiceRules } from '#shared/domain/service-levels.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { Page } from '../../components/page.tsx';
import { ErrorState, NoPermission, SkeletonRows } from '../../components/states.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
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
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useCan('service:manage');
  const words = useRuleWords();
  const [checked, setChecked] = useState(false);
  const kept = useForm(CHANGES, 'service', (form) => ({ seen: form.seen }));
  const edited = kept.value.seen !== null;
  const form = edited ? kept.value : formOf(rules);
  const result = contentOf(form);
  const decision = useDecision('service.save_rules', () => {
    kept.clear();
    setChecked(false);
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
    <form
      className="flex h-full min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        send(form.seen ?? rules.version);
      }}
    >
      <OfflineNote />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-4 p-4">
          <p className="text-ink-2 proportional-nums">
            {t(mayChange ? 'service.body' : 'service.bodyRead')}
            {rules.version > 0 && (
              <>
                {' '}
                {t('service.changed', {
                  name: rules.changedBy || t('service.system'),
                  at: format.moment(rules.changedAt),
                })}
              </>
            )}
          </p>
          {current !== null && (
            <ConflictNote
              title={t('service.conflict', { name: current.changedBy })}
              fields={words.differences(form, formOf(current))}
              onMine={() => send(current.version)}
              onTheirs={() => {
                kept.clear();
                setChecked(false);
              }}
            />
          )}
          <TargetsPanel {...parts} />
          <div className="grid grid-cols-1 items-start gap-4 min-[900px]:grid-cols-2">
            <HoursPanel {...parts} timeZone={rules.timeZone} />
            <div className="flex flex-col gap-4">
              <PreviewPanel rules={result.ok ? { ...rules, ...result.content } : null} />
              <HolidaysPanel {...parts} />
            </div>
          </div>
        </div>
      </div>
      {mayChange && (
        <footer className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2">
          <p role="status" className="min-w-0 flex-1 text-xs text-ink-2">
            {current === null && decision.problem !== null ? (
              <span className="text-crit">{decision.problem}</span>
            ) : checked && !result.ok ? (
              <span className="text-crit">{t('service.wrong')}</span>
            ) : edited ? (
              t('service.unsaved')
            ) : (
              pending && t('service.pending')
            )}
          </p>
          {edited && (
            <Button
              onClick={() => {
                kept.clear();
                setChecked(false);
              }}
            >
              {t('service.discard')}
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={!edited || decision.busy}>
            {t('common.save')}
          </Button>
        </footer>
      )}
    </form>
  );
}
