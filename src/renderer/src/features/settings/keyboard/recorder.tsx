import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  clashesOf,
  type ShortcutChoice,
  type ShortcutDefinition,
  withKeys,
  withSwap,
} from '#shared/domain/shortcuts.ts';
import { Button } from '../../../components/button.tsx';
import { Kbd, keysIn, useKeyName } from '../../../components/kbd.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { useCall } from '../../../hooks/use-call.ts';
import { SEQUENCE_MS } from '../../../keyboard/hotkey-match.ts';
import type { ShortcutId } from '../../../lib/feature.ts';
import {
  currentKeymap,
  saveShortcuts,
  shortcutChoices,
  shortcutDefinitions,
  shortcutGroups,
} from '../../../stores/shortcuts.ts';
import { endRecording, NOTHING_PRESSED, type Recording, recordKey } from './recording.ts';

/** Records new keys for an action. Esc and Tab keep their meaning, so that the dialog can be left. */
export function Recorder({
  action,
  preset = null,
  onClose,
}: {
  readonly action: ShortcutId;
  /** Keys to begin with: the standard ones, when they are wanted back and another action has them. */
  readonly preset?: string | null;
  readonly onClose: (saved: boolean) => void;
}): ReactNode {
  const { t } = useTranslation();
  const single = shortcutDefinitions().find(({ id }) => id === action)?.single ?? false;
  const [recording, setRecording] = useState<Recording>(
    preset === null ? NOTHING_PRESSED : { kind: 'complete', keys: preset },
  );
  // Keys that may have been a scan's are held back, and then come together, before the dialog is drawn again.
  const newest = useRef(recording);
  const area = useRef<HTMLButtonElement | null>(null);
  const { busy, problem, run } = useCall();
  const clashes =
    recording.kind === 'complete'
      ? clashesOf(shortcutDefinitions(), currentKeymap(), action, recording.keys)
      : [];
  const save = async (choices: readonly ShortcutChoice[]): Promise<void> => {
    if (await run(saveShortcuts(choices))) onClose(true);
  };
  const take = (next: Recording): void => {
    newest.current = next;
    setRecording(next);
    if (next.kind !== 'complete') return;
    const definitions = shortcutDefinitions();
    if (clashesOf(definitions, currentKeymap(), action, next.keys).length === 0)
      void save(withKeys(definitions, shortcutChoices(), action, next.keys));
  };
  const end = useRef(take);
  end.current = take;
  useEffect(() => {
    if (recording.kind !== 'first') return;
    const timer = setTimeout(() => end.current(endRecording(recording, single)), SEQUENCE_MS);
    return () => clearTimeout(timer);
  }, [recording, single]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || busy) return;
    const next = recordKey(newest.current, event, single);
    if (next !== null) take(next);
  };
  const again = (): void => {
    take(NOTHING_PRESSED);
    area.current?.focus();
  };
  const keys = recording.kind === 'empty' ? null : recording.keys;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={t('keyboard.record.title', { action: t(action) })}
      description={t(single ? 'keyboard.record.single' : 'keyboard.record.body')}
      initialFocus={area}
    >
      <button
        ref={area}
        type="button"
        aria-label={t('keyboard.record.area', { action: t(action) })}
        onKeyDown={onKeyDown}
        className="flex h-16 w-full items-center justify-center rounded-md border border-dashed border-control bg-sunken text-md"
      >
        {keys === null ? (
          <span className="text-ink-2">{t('keyboard.record.press')}</span>
        ) : (
          <span className="flex items-center gap-1">
            <Kbd keys={keysIn(keys)} />
            {recording.kind === 'first' && <span className="text-ink-3">…</span>}
          </span>
        )}
      </button>
      <div role="status" className="mt-2 min-h-5">
        <Outcome recording={recording} clashes={clashes} />
      </div>
      {problem !== null && (
        <p role="alert" className="text-crit">
          {problem}
        </p>
      )}
      {recording.kind === 'complete' && clashes.length > 0 && (
        <ClashChoice
          action={action}
          keys={recording.keys}
          clashes={clashes}
          busy={busy}
          onSave={save}
          onAgain={again}
        />
      )}
    </Dialog>
  );
}

/** Says in words what was pressed and what it means: also for those who hear the page. */
function Outcome({
  recording,
  clashes,
}: {
  readonly recording: Recording;
  readonly clashes: readonly string[];
}): ReactNode {
  const { t } = useTranslation();
  const spoken = useSpokenKeys();
  const titles = useTitles();
  if (recording.kind === 'empty') return null;
  if (recording.kind === 'first') return t('keyboard.record.first', { keys: spoken(recording.keys) });
  if (recording.kind === 'refused')
    return <span className="text-crit">{t(`keyboard.refused.${recording.why}`)}</span>;
  if (clashes.length === 0) return null;
  return t('keyboard.record.clash', { keys: spoken(recording.keys), actions: titles(clashes) });
}

function ClashChoice({
  action,
  keys,
  clashes,
  busy,
  onSave,
  onAgain,
}: {
  readonly action: ShortcutId;
  readonly keys: string;
  readonly clashes: readonly string[];
  readonly busy: boolean;
  readonly onSave: (choices: readonly ShortcutChoice[]) => Promise<void>;
  readonly onAgain: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const definitions: readonly ShortcutDefinition[] = shortcutDefinitions();
  const [other, ...more] = clashes;
  const swapped =
    other === undefined || more.length > 0
      ? null
      : withSwap(definitions, shortcutChoices(), action, keys, other);
  return (
    <div className="mt-3 flex flex-wrap justify-end gap-2">
      <Button onClick={onAgain}>{t('keyboard.record.again')}</Button>
      <Button
        busy={busy}
        onClick={() => void onSave(withKeys(definitions, shortcutChoices(), action, keys, clashes))}
      >
        {t('keyboard.record.take')}
      </Button>
      {swapped !== null && (
        <Button variant="primary" busy={busy} onClick={() => void onSave(swapped)}>
          {t('keyboard.record.swap')}
        </Button>
      )}
    </div>
  );
}

/** Returns a function that says keys in words. */
export function useSpokenKeys(): (combo: string) => string {
  const nameOf = useKeyName();
  return (combo) =>
    keysIn(combo)
      .map(nameOf)
      .join(combo.startsWith('Mod+') ? '+' : ' ');
}

/** Returns a function that names actions, each with the page it belongs to. */
export function useTitles(): (ids: readonly string[]) => string {
  const { t } = useTranslation();
  return (ids) =>
    shortcutGroups()
      .flatMap(({ title, shortcuts }) =>
        shortcuts.filter(({ label }) => ids.includes(label)).map(({ label }) => `${t(label)} (${t(title)})`),
      )
      .join(', ');
}
