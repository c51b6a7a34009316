import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FILE_CACHE_LIMITS } from '#shared/bridge/attachments.ts';
import type { MethodInput } from '#shared/bridge/index.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { failureWords } from '../../i18n/errors.ts';
import { toast } from '../../stores/toasts.ts';

const KEY = ['attachments', 'storage'] as const;

/** The room that files of messages take on this computer, and how much of it they may take. */
export function FilesPanel(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: () => bridge.call('attachments.storage', {}) });
  const change = useMutation({
    mutationFn: (input: MethodInput<'attachments.storage'>) => bridge.call('attachments.storage', input),
    onSuccess: (storage) => client.setQueryData(KEY, storage),
    onError: (error) => void toast({ tone: 'crit', ...failureWords(error) }),
  });
  const { data } = query;
  return (
    <Panel title={t('settings.files.title')} bodyClassName="p-3">
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {data && (
        <>
          <dl>
            <DetailRow label={t('settings.files.unsent')}>{format.bytes(data.unsent)}</DetailRow>
            <DetailRow label={t('settings.files.cached')}>{format.bytes(data.cached)}</DetailRow>
          </dl>
          <div className="mt-2 flex flex-wrap items-end gap-2 border-t border-line pt-3">
            <Field label={t('settings.files.limit')} className="min-w-40 flex-1">
              {(props) => (
                <Select
                  {...props}
                  value={String(data.limit)}
                  onChange={(limit) => change.mutate({ limit: Number(limit) })}
                  options={[...new Set([...FILE_CACHE_LIMITS, data.limit])]
                    .sort((a, b) => a - b)
                    .map((limit) => ({ value: String(limit), label: format.bytes(limit) }))}
                />
              )}
            </Field>
            <Button
              icon={Trash2}
              busy={change.isPending}
              disabled={data.cached === 0}
              onClick={() => change.mutate({ clear: true })}
            >
              {t('settings.files.clear')}
            </Button>
            <p className="basis-full text-xs text-ink-3 proportional-nums">{t('settings.files.hint')}</p>
          </div>
        </>
      )}
    </Panel>
  );
}
