import { useQuery } from '@tanstack/react-query';
import { Download, Eye } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileState } from '#shared/bridge/attachments.ts';
import { type Attachment, claimedType, isPicture } from '#shared/domain/attachments.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Marked, type TextMarks } from '../../../components/linked-text.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import { saveBlob } from '../../../lib/save-blob.ts';
import { iconOf } from './draft-list.tsx';
import { fitInto, Picture } from './picture.tsx';
import { readFile } from './pieces.ts';

const THUMBNAIL = { width: 280, height: 200 };
const LARGE = { width: 860, height: 560 };

/** A file as it is shown: what the message says of it, and while it is unsent, what this computer knows. */
type Shown = Pick<Attachment, 'id' | 'name' | 'mime' | 'bytes' | 'width' | 'height'>;

function shownOf(attachment: Attachment, state: FileState | undefined): Shown {
  if (attachment.name !== '' || state === undefined) return attachment;
  return { ...attachment, name: state.name, mime: claimedType(state.name) ?? '', bytes: state.bytes };
}

/** The files of a message. They are fetched when somebody asks for them, and shown at once where they are on this computer. */
export function MessageFiles({
  attachments,
  found = [],
}: {
  readonly attachments: readonly Attachment[];
  /** What a search found in the names of files. */
  readonly found?: readonly { readonly id: string; readonly marks: TextMarks }[] | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const ids = attachments.map(({ id }) => id);
  const { data, refetch } = useQuery({
    queryKey: ['attachments', 'states', ...ids],
    queryFn: () => bridge.call('attachments.states', { ids }),
  });
  const states = new Map(data?.files.map((state) => [state.id, state]));
  return (
    <ul aria-label={t('chat.files.ofMessage')} className="mt-1 flex flex-col gap-1.5 empty:hidden">
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <MessageFile
            file={shownOf(attachment, states.get(attachment.id))}
            state={states.get(attachment.id)}
            marks={found.find(({ id }) => id === attachment.id)?.marks}
            onLoaded={() => void refetch()}
          />
        </li>
      ))}
    </ul>
  );
}

/** Fetches and saves a file; says why that failed. */
function useFile({ id, name, mime, bytes }: Shown, onLoaded: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, say] = useSaid();
  const ending = useRef(new AbortController());
  useEffect(() => {
    const now = new AbortController();
    ending.current = now;
    return () => now.abort();
  }, []);
  const run = async (work: () => Promise<void>): Promise<void> => {
    const { signal } = ending.current;
    setBusy(true);
    say(null);
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) say((context) => problemText(context, error));
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  };
  const load = async (): Promise<void> => {
    await bridge.call('attachments.load', { id, name, mime, bytes });
    onLoaded();
  };
  return {
    busy,
    problem,
    load: () => run(load),
    save: () =>
      run(async () => {
        await load();
        const content = await readFile(id, bytes, ending.current.signal);
        // Of no type that anything opens by itself.
        saveBlob(name, new Blob([content], { type: 'application/octet-stream' }));
      }),
  };
}

function MessageFile({
  file,
  state,
  marks = [],
  onLoaded,
}: {
  readonly file: Shown;
  readonly state: FileState | undefined;
  readonly marks: TextMarks | undefined;
  readonly onLoaded: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { busy, problem, load, save } = useFile(file, onLoaded);
  const [open, setOpen] = useState(false);
  const { name, mime, bytes } = file;
  const picture = isPicture(mime);
  const here = state?.here === true;
  const Icon = iconOf(mime);
  return (
    <div className="max-w-full">
      {picture && here && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          aria-label={t('chat.files.enlarge', { name })}
          className="mb-1 block max-w-full overflow-hidden rounded-md border border-line bg-sunken"
        >
          <Thumbnail file={file} />
        </button>
      )}
      <div className="flex min-w-0 items-center gap-2 text-xs">
        <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1">
          <span dir="auto" title={name} className="block truncate font-medium">
            <Marked text={name} marks={marks} />
          </span>
          <span data-bytes={bytes} className="block text-2xs text-ink-2">
            {format.bytes(bytes)}
            {state?.waiting === true && ` · ${waitingText(state)}`}
          </span>
        </span>
        {picture && !here && (
          <Button size="sm" icon={Eye} busy={busy} onClick={() => void load()}>
            {t('chat.files.show')}
          </Button>
        )}
        <Button
          size="sm"
          icon={Download}
          busy={busy && (!picture || here)}
          aria-label={t('chat.files.saveNamed', { name })}
          onClick={() => void save()}
        >
          {t('chat.files.save')}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className="mt-0.5 text-xs text-crit">
          {problem}
        </p>
      )}
      {open && (
        <Dialog
          open
          onOpenChange={setOpen}
          title={name}
          description={format.bytes(bytes)}
          width="lg"
          footer={
            <Button icon={Download} busy={busy} onClick={() => void save()}>
              {t('chat.files.save')}
            </Button>
          }
        >
          <div className="flex justify-center">
            <Picture file={file} room={LARGE} />
          </div>
        </Dialog>
      )}
    </div>
  );

  function waitingText({ sent }: FileState): string {
    if (sent <= 0 || bytes <= 0) return t('chat.files.queued');
    return t('chat.files.uploaded', { percent: format.percent(Math.min(1, sent / bytes)) });
  }
}

/** A picture in the message, in the room it will take from the start, so that nothing moves when it is drawn. */
function Thumbnail({ file }: { readonly file: Shown }): ReactNode {
  const { width, height } = file;
  const size = width !== null && height !== null ? fitInto({ width, height }, THUMBNAIL) : null;
  return (
    <span
      className="block max-w-full"
      style={size ? { width: size.width, minHeight: size.height } : undefined}
    >
      <Picture file={file} room={THUMBNAIL} />
    </span>
  );
}
