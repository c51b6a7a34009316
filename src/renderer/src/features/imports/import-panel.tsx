import { Upload, X } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { FileProblem } from './file-problem.tsx';
import { Mapping } from './mapping.tsx';
import { useChosenFile } from './use-chosen-file.ts';

/** Chooses a file, by button or by dropping it, and what its columns are. */
export function ImportPanel({ allowed }: { readonly allowed: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { chosen, read, clear } = useChosenFile();
  if (!allowed)
    return (
      <Panel title={t('imports.choose.title')}>
        <NoPermission permission="inventory:write" />
      </Panel>
    );
  if (chosen.step === 'read')
    return (
      <Panel title={t('imports.map.title', { name: chosen.reading.file.name })}>
        <Mapping
          key={`${chosen.reading.encoding} ${chosen.inspected.separator}`}
          reading={chosen.reading}
          inspected={chosen.inspected}
          onRead={(reading) => void read(reading)}
          onClear={clear}
        />
      </Panel>
    );
  const reading = chosen.step === 'reading' ? chosen : null;
  return (
    <Panel title={t('imports.choose.title')} bodyClassName="flex flex-col gap-3 p-4">
      <p className="text-ink-2">{t('imports.choose.body')}</p>
      {chosen.step === 'failed' && (
        <FileProblem
          name={chosen.reading.file.name}
          error={chosen.error}
          onWindows={
            chosen.error.problem === 'encoding' && chosen.reading.encoding === 'utf-8'
              ? () => void read({ ...chosen.reading, encoding: 'windows-1252' })
              : null
          }
        />
      )}
      {reading === null ? (
        <DropZone onFile={(file) => void read({ file, encoding: 'utf-8' })} />
      ) : (
        <ProgressBar
          label={t('imports.choose.reading', {
            name: reading.reading.file.name,
            percent: format.integer(
              Math.round((100 * reading.bytes) / Math.max(1, reading.reading.file.size)),
            ),
          })}
          done={reading.bytes}
          total={reading.reading.file.size}
          action={
            <Button icon={X} size="sm" onClick={clear}>
              {t('imports.choose.cancel')}
            </Button>
          }
        />
      )}
    </Panel>
  );
}

function DropZone({ onFile }: { readonly onFile: (file: File) => void }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const input = useRef<HTMLInputElement | null>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (live && file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button does the same for the keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(live);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        'flex min-h-36 flex-1 flex-col items-center justify-center gap-2 rounded-md border border-dashed p-4 text-center',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      <Upload size={20} aria-hidden className="text-ink-3" />
      <p className="text-ink-2">{live ? t('imports.choose.drop') : t('imports.choose.offline')}</p>
      {live && <p className="text-xs text-ink-3">{t('imports.choose.or')}</p>}
      <Button variant="primary" disabled={!live} onClick={() => input.current?.click()}>
        {t('imports.choose.button')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={t('imports.choose.input')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
