import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileSpreadsheet, FileText, PenLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodInput } from '#shared/bridge/index.ts';
import { SUMMARY_FORMS, type Summaries } from '#shared/bridge/summaries.ts';
import { SUMMARY_KINDS, type WrittenSummary } from '#shared/domain/summaries.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { failureWords } from '../../i18n/errors.ts';
import { fromBase64 } from '../../lib/base64.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { Choice, Toggle } from './controls.tsx';

const KEY = ['summaries'];
/** How many are listed before the user asks for all. */
const FIRST = 5;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const TYPES = { csv: 'text/csv;charset=utf-8', pdf: 'application/pdf' } as const;

const failed = (error: unknown): void => void toast({ tone: 'crit', ...failureWords(error) });

/** What this computer writes by itself for the user, and the files that it has written. */
export function SummariesPanel(): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: KEY,
    queryFn: () => bridge.call('summaries.list', {}),
    enabled: useCan('payments:read'),
  });
  const { data, error, isEnabled } = query;
  if (!isEnabled) return null;
  return (
    <Panel title={t('settings.summaries.title')} bodyClassName="px-3 pb-3">
      {error && <ErrorState error={error} onRetry={() => void query.refetch()} />}
      {data && (
        <>
          <Schedule summaries={data} />
          <Written summaries={data} />
        </>
      )}
    </Panel>
  );
}

function Schedule({ summaries: { choice } }: { readonly summaries: Summaries }): ReactNode {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (input: MethodInput<'summaries.choose'>) => bridge.call('summaries.choose', input),
    onSuccess: (found) => client.setQueryData(KEY, found),
    onError: failed,
  });
  return (
    <>
      {SUMMARY_KINDS.map((kind) => (
        <Toggle
          key={kind}
          label={t(`settings.summaries.${kind}`)}
          hint={t(`settings.summaries.${kind}Hint`)}
          checked={choice[kind]}
          onChange={(on) => mutate({ ...choice, [kind]: on })}
        />
      ))}
      <Choice label={t('settings.summaries.from')}>
        <Select
          className="w-28"
          aria-label={t('settings.summaries.from')}
          value={String(choice.hour)}
          onChange={(hour) => mutate({ ...choice, hour: Number(hour) })}
          options={HOURS.map((hour) => ({
            value: String(hour),
            label: `${String(hour).padStart(2, '0')}:00`,
          }))}
        />
      </Choice>
    </>
  );
}

function Written({ summaries: { written, folder } }: { readonly summaries: Summaries }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [all, setAll] = useState(false);
  const write = useMutation({
    mutationFn: (input: MethodInput<'summaries.write'>) => bridge.call('summaries.write', input),
    onSuccess: (found) => client.setQueryData(KEY, found),
    onError: failed,
  });
  return (
    <div className="pt-3">
      <div className="flex flex-wrap gap-2">
        {SUMMARY_KINDS.map((kind) => (
          <Button
            key={kind}
            icon={PenLine}
            busy={write.isPending && write.variables.kind === kind}
            onClick={() => write.mutate({ kind })}
          >
            {t(`settings.summaries.${kind}Now`)}
          </Button>
        ))}
      </div>
      <ul className="mt-2" aria-label={t('settings.summaries.written')}>
        {written.slice(0, all ? written.length : FIRST).map((one) => (
          <WrittenRow key={one.name} written={one} />
        ))}
      </ul>
      {written.length === 0 && <p className="text-ink-3">{t('settings.summaries.none')}</p>}
      {written.length > FIRST && !all && (
        <Button size="sm" onClick={() => setAll(true)}>
          {t('settings.summaries.all', { count: written.length, number: format.integer(written.length) })}
        </Button>
      )}
      <p className="mt-2 text-xs text-ink-3 proportional-nums">
        {t('settings.summaries.folder')} <bdi className="break-all select-text">{folder}</bdi>
      </p>
    </div>
  );
}

function WrittenRow({ written: { name, kind, from } }: { readonly written: WrittenSummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const load = useMutation({
    mutationFn: async (form: (typeof SUMMARY_FORMS)[number]) => {
      const { data } = await bridge.call('summaries.load', { name, form });
      saveFile(`${name}.${form}`, [fromBase64(data)], TYPES[form]);
    },
    onError: failed,
  });
  const title = t(`settings.summaries.of.${kind}`, { day: format.isoDay(from) });
  return (
    <li className="flex min-h-9 items-center gap-2 border-b border-line last:border-0">
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {SUMMARY_FORMS.map((form) => (
        <Button
          key={form}
          size="sm"
          icon={form === 'csv' ? FileSpreadsheet : FileText}
          aria-label={t(`settings.summaries.${form}`, { title })}
          onClick={() => load.mutate(form)}
        >
          {form.toUpperCase()}
        </Button>
      ))}
    </li>
  );
}
