import { FileImage, FileText, FileType2, type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftFile } from '#shared/bridge/attachments.ts';
import { claimedType, isPicture } from '#shared/domain/attachments.ts';
import { IconButton } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSay } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { cx } from '../../../lib/cx.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { Picture } from './picture.tsx';
import type { DraftFiles } from './use-draft-files.ts';

const THUMBNAIL = { width: 40, height: 40 };

/** Returns the icon of a type of files. */
export function iconOf(mime: string | null): LucideIcon {
  if (mime !== null && isPicture(mime)) return FileImage;
  return mime === 'application/pdf' ? FileType2 : FileText;
}

/** The files added to the message, each with how far it has come and a way to take it away. */
export function DraftList({ draft }: { readonly draft: DraftFiles }): ReactNode {
  const { t } = useTranslation();
  if (draft.files.length === 0 && draft.problem === null) return null;
  return (
    <div className="px-2 pt-1 pb-1.5">
      {draft.files.length > 0 && (
        <ul aria-label={t('chat.files.list')} className="flex flex-wrap gap-1.5">
          {draft.files.map((file) => (
            <li key={file.id} className="max-w-full min-w-0">
              <DraftChip
                file={file}
                reading={draft.isReading(file.id)}
                onRemove={() => draft.remove(file.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {draft.problem !== null && (
        <p role="alert" className="px-1 pt-1 text-xs text-crit">
          {draft.problem}
        </p>
      )}
    </div>
  );
}

function DraftChip({
  file,
  reading,
  onRemove,
}: {
  readonly file: DraftFile;
  readonly reading: boolean;
  readonly onRemove: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { name, bytes, kept, error } = file;
  const type = claimedType(name);
  const Icon = iconOf(type);
  const broken = error !== null || (kept < bytes && !reading);
  return (
    <div
      className={cx(
        'flex w-60 max-w-full items-center gap-2 rounded-md border bg-surface py-1 pr-1 pl-1.5',
        broken ? 'border-crit' : 'border-line-strong',
      )}
    >
      <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-sm bg-sunken text-ink-3">
        {type !== null && isPicture(type) && kept === bytes && error === null ? (
          <Picture
            file={{ ...file, mime: type }}
            room={THUMBNAIL}
            fallback={<Icon size={18} aria-hidden />}
          />
        ) : (
          <Icon size={18} aria-hidden />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span dir="auto" title={name} className="block truncate text-xs font-medium">
          {name}
        </span>
        <Progress file={file} reading={reading} />
      </span>
      <IconButton size="sm" icon={X} label={t('chat.files.remove', { name })} onClick={onRemove} />
    </div>
  );
}

function Progress({ file, reading }: { readonly file: DraftFile; readonly reading: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useSay();
  const live = useIsLive();
  const { name, bytes, kept, sent, ready, error } = file;
  if (error !== null) return <span className="block text-2xs text-crit">{refusalSentence(say, error)}</span>;
  if (kept < bytes && !reading)
    return <span className="block text-2xs text-crit">{t('chat.files.cut')}</span>;
  if (ready)
    return (
      <span className="block text-2xs text-ink-3">
        {format.bytes(bytes)} · {t('chat.files.ready')}
      </span>
    );
  if (!live && kept === bytes)
    return <span className="block truncate text-2xs text-ink-3">{t('chat.files.waiting')}</span>;
  return (
    <span className="flex items-center gap-1.5 text-2xs text-ink-3">
      <progress
        max={bytes}
        value={kept < bytes ? 0 : sent}
        aria-label={t('chat.files.progress', { name })}
        className="h-1 min-w-0 flex-1 accent-accent"
      />
      {format.percent(kept < bytes ? 0 : sent / bytes)}
    </span>
  );
}
