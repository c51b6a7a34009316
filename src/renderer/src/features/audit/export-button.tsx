import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '#shared/domain/audit.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { describeError } from '../../i18n/errors.ts';
import { saveCsv } from '../../lib/save-file.ts';
import { useTimeZone } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { exportCsv } from './export.ts';

/** Exports the records that pass the filter as CSV. While it runs, the button cancels it. */
export function ExportButton({ filter }: { readonly filter: AuditFilter }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const timeZone = useTimeZone();
  const run = async (): Promise<void> => {
    const cancel = new AbortController();
    running.current = cancel;
    setRead(0);
    try {
      const { parts, rows, complete } = await exportCsv((query) => bridge.call('audit.list', query), filter, {
        signal: cancel.signal,
        onProgress: setRead,
      });
      saveCsv(`quayside-audit-${dayOf(gatewayNow(), timeZone)}.csv`, parts);
      const key = complete ? 'audit.exported' : 'audit.exportedPart';
      toast({ tone: complete ? 'ok' : 'warn', title: ({ t }) => t(key, { count: rows }) });
    } catch (error) {
      if (cancel.signal.aborted) return;
      toast({
        tone: 'crit',
        title: (say) => say.t('audit.exportFailed', { reason: describeError(say, error).title }),
      });
    } finally {
      setRead(null);
    }
  };

  if (read === null)
    return (
      <Button icon={Download} onClick={() => void run()}>
        {t('audit.export')}
      </Button>
    );
  return (
    <>
      <span role="status" className="text-xs text-ink-3" title={format.integer(read)}>
        {t('audit.exporting', { count: read })}
      </span>
      <Button icon={X} onClick={() => running.current?.abort()}>
        {t('audit.cancel')}
      </Button>
    </>
  );
}
