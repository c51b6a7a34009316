import { Download, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORT_KINDS, type ExportKind } from '#shared/domain/export-lines.ts';
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { problemText } from '../../i18n/errors.ts';
import { FORMAT_NAMES, FORMATS, type FormatName, usualFormat } from '../../lib/csv-formats.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useTimeZone } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { type ReadPage, writeExport } from './export.ts';

const PERIODS = { all: null, d7: 7, d30: 30, d365: 365 } as const;
type Period = keyof typeof PERIODS;
const PERIOD_NAMES: readonly Period[] = ['d7', 'd30', 'd365', 'all'];

/** Rows of a page: a page is read and written in a few milliseconds. */
const PAGE = 500;

/** Reads pages from the cache; the ledger from the server, which has all of it. */
function pagesOf(kind: ExportKind, period: Period): ReadPage {
  if (kind !== 'ledger') return (after) => bridge.call('imports.export', { kind, after, limit: PAGE });
  const days = PERIODS[period];
  const from = days === null ? null : Math.max(0, gatewayNow() - days * DAY_MS);
  return (after) => bridge.call('imports.movements', { after, limit: PAGE, from });
}

/** Chooses what to export and how, and exports it. */
export function ExportPanel(): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const live = useIsLive();
  const [kind, setKind] = useState<ExportKind>('items');
  const [name, setName] = useState<FormatName>(usualFormat(i18n.language));
  const [bom, setBom] = useState(true);
  const [period, setPeriod] = useState<Period>('d30');
  const [progress, setProgress] = useState<{ rows: number; total: number | null } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (): Promise<void> => {
    const cancel = new AbortController();
    running.current = cancel;
    setProgress({ rows: 0, total: null });
    try {
      const options = {
        signal: cancel.signal,
        onProgress: (rows: number, total: number | null) => setProgress({ rows, total }),
      };
      const done = await writeExport(kind, { ...FORMATS[name], bom }, pagesOf(kind, period), options);
      saveFile(`quayside-${kind}-${dayOf(gatewayNow(), timeZone)}.csv`, done.parts);
      toast({
        tone: 'ok',
        title: (say) =>
          say.t('imports.export.done', { count: done.rows, formatted: say.format.integer(done.rows) }),
      });
    } catch (error) {
      if (!cancel.signal.aborted)
        toast({
          tone: 'crit',
          title: (say) => say.t('imports.export.failed', { reason: problemText(say, error) }),
        });
    } finally {
      setProgress(null);
    }
  };

  const offline = kind === 'ledger' && !live;
  const total = progress?.total ?? null;
  const rows = format.integer(progress?.rows ?? 0);
  return (
    <Panel title={t('imports.export.title')} bodyClassName="flex flex-col gap-3 p-4">
      <p className="text-ink-2">{t('imports.export.body')}</p>
      <div className="grid grid-cols-1 gap-3 @min-[1100px]:grid-cols-2">
        <Field label={t('imports.export.what')}>
          {(props) => (
            <Select
              {...props}
              value={kind}
              onChange={setKind}
              options={EXPORT_KINDS.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('imports.export.format')}>
          {(props) => (
            <Select
              {...props}
              value={name}
              onChange={setName}
              options={FORMAT_NAMES.map((value) => ({ value, label: t(`imports.export.formats.${value}`) }))}
            />
          )}
        </Field>
        {kind === 'ledger' && (
          <Field label={t('imports.export.days')}>
            {(props) => (
              <Select
                {...props}
                value={period}
                onChange={setPeriod}
                options={PERIOD_NAMES.map((value) => ({ value, label: t(`imports.export.period.${value}`) }))}
              />
            )}
          </Field>
        )}
      </div>
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={bom} onChange={(event) => setBom(event.target.checked)} />
        {t('imports.export.bom')}
      </label>
      {offline && <p className="text-ink-3">{t('imports.export.ledgerOffline')}</p>}
      {progress === null ? (
        <div>
          <Button icon={Download} variant="primary" disabled={offline} onClick={() => void run()}>
            {t('imports.export.run')}
          </Button>
        </div>
      ) : (
        <ProgressBar
          label={
            total === null
              ? t('imports.export.running', { rows })
              : t('imports.export.runningOf', { rows, total: format.integer(total) })
          }
          done={progress.rows}
          total={total}
          action={
            <Button icon={X} size="sm" onClick={() => running.current?.abort()}>
              {t('imports.export.cancel')}
            </Button>
          }
        />
      )}
    </Panel>
  );
}
