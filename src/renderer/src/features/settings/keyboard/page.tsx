import { Pencil, RotateCcw, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { clashesOf, withKeys } from '#shared/domain/shortcuts.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { SearchInput } from '../../../components/field.tsx';
import { Kbd, useKeyName } from '../../../components/kbd.tsx';
import { Page } from '../../../components/page.tsx';
import { Panel } from '../../../components/panel.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useCall } from '../../../hooks/use-call.ts';
import type { Shortcut, ShortcutGroup, ShortcutId } from '../../../lib/feature.ts';
import {
  comboOf,
  currentKeymap,
  saveShortcuts,
  shortcutChoices,
  shortcutDefinitions,
  shortcutGroups,
  useKeymap,
} from '../../../stores/shortcuts.ts';
import { setPreference, useUi } from '../../../stores/ui.ts';
import { Toggle } from '../controls.tsx';
import { Recorder, useSpokenKeys, useTitles } from './recorder.tsx';

/** What is being recorded: an action, and the keys that it begins with. */
interface Recorded {
  readonly action: ShortcutId;
  readonly preset: string | null;
}

/** All shortcuts, by page, with what the user may change. */
export default function KeyboardPage(): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const [said, setSaid] = useState('');
  const spoken = useSpokenKeys();
  const { problem, run } = useCall();
  const groups = useMatching(text);
  const say = (action: ShortcutId): void => {
    const keys = currentKeymap().keys.get(action) ?? null;
    setSaid(
      keys === null
        ? t('keyboard.savedNone', { action: t(action) })
        : t('keyboard.saved', { action: t(action), keys: spoken(keys) }),
    );
  };
  const reset = (action: ShortcutId): void => {
    const definitions = shortcutDefinitions();
    const standard = definitions.find(({ id }) => id === action)?.keys ?? null;
    if (standard === null) return;
    if (clashesOf(definitions, currentKeymap(), action, standard).length > 0)
      setRecorded({ action, preset: standard });
    else
      void run(saveShortcuts(withKeys(definitions, shortcutChoices(), action, standard))).then(
        (done) => done && say(action),
      );
  };
  return (
    <Page title={t('keyboard.title')} actions={<ResetAll onDone={() => setSaid(t('keyboard.allReset'))} />}>
      <div className="h-full overflow-auto">
        <div className="mx-auto flex max-w-[760px] flex-col gap-4 p-4">
          <div className="flex items-center gap-3">
            <Link to="/settings" className="font-medium text-accent-ink hover:underline">
              {t('keyboard.back')}
            </Link>
            <span className="flex-1" />
            <SearchInput
              value={text}
              onValue={setText}
              label={t('keyboard.search')}
              clearLabel={t('keyboard.clear')}
              className="w-72"
            />
          </div>
          <Problems />
          <p role="status" className="text-ink-2 empty:hidden">
            {said}
          </p>
          {problem !== null && (
            <p role="alert" className="text-crit">
              {problem}
            </p>
          )}
          {text === '' && <SingleKeys />}
          {groups.length === 0 && (
            <EmptyState icon={SearchX} title={t('keyboard.none')} body={t('keyboard.noneBody')} />
          )}
          {groups.map((group) => (
            <Panel key={group.title} title={t(group.title)} bodyClassName="px-3">
              <ul>
                {group.shortcuts.map((shortcut) => (
                  <Row
                    key={shortcut.label}
                    shortcut={shortcut}
                    onRecord={() => setRecorded({ action: shortcut.label, preset: null })}
                    onReset={() => reset(shortcut.label)}
                  />
                ))}
              </ul>
            </Panel>
          ))}
        </div>
      </div>
      {recorded !== null && (
        <Recorder
          action={recorded.action}
          preset={recorded.preset}
          onClose={(saved) => {
            setRecorded(null);
            if (saved) say(recorded.action);
          }}
        />
      )}
    </Page>
  );
}

/** Returns the groups with the actions that a text finds, by their names, their page or their keys. */
function useMatching(text: string): readonly ShortcutGroup[] {
  const { t, i18n } = useTranslation();
  const { keys } = useKeymap();
  const spoken = useSpokenKeys();
  const fold = (value: string): string => value.toLocaleLowerCase(i18n.language);
  const words = fold(text).split(/\s+/).filter(Boolean);
  return shortcutGroups().flatMap((group) => {
    const shortcuts = group.shortcuts.filter(({ label, keys: fixed }) => {
      const combo = keys.get(label);
      const names = fold(
        `${t(label)} ${t(group.title)} ${combo === undefined ? fixed.join(' ') : spoken(combo ?? '')}`,
      );
      return words.every((word) => names.includes(word));
    });
    return shortcuts.length === 0 ? [] : [{ ...group, shortcuts }];
  });
}

function Row({
  shortcut: { label, keys: standard, fixed = false },
  onRecord,
  onReset,
}: {
  readonly shortcut: Shortcut;
  readonly onRecord: () => void;
  readonly onReset: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const keymap = useKeymap();
  const combo = keymap.keys.get(label) ?? null;
  const changed = !fixed && combo !== comboOf(standard);
  return (
    <li className="flex min-h-10 items-center gap-2 border-b border-line last:border-0">
      <span className="min-w-0 flex-1">{t(label)}</span>
      {fixed ? (
        <>
          <Kbd keys={standard} />
          <span className="w-[60px] text-right text-xs text-ink-3">{t('keyboard.fixed')}</span>
        </>
      ) : (
        <>
          {combo === null ? (
            <span className="text-xs text-ink-3">{t('shortcuts.none')}</span>
          ) : (
            <Kbd keys={label} />
          )}
          <span className="flex w-[60px] justify-end gap-1">
            {changed && (
              <IconButton
                size="sm"
                icon={RotateCcw}
                label={t('keyboard.reset', { action: t(label) })}
                onClick={onReset}
              />
            )}
            <IconButton
              size="sm"
              icon={Pencil}
              label={t('keyboard.change', { action: t(label) })}
              onClick={onRecord}
            />
          </span>
        </>
      )}
    </li>
  );
}

/** Says which choices cannot be followed, and what stands instead. */
function Problems(): ReactNode {
  const { t } = useTranslation();
  const { problems } = useKeymap();
  const titles = useTitles();
  const spoken = useSpokenKeys();
  if (problems.length === 0) return null;
  return (
    <div className="rounded-md border border-warn bg-warn-soft p-3">
      <p className="font-medium">{t('keyboard.problems')}</p>
      <ul className="mt-1 list-disc ps-5">
        {problems.map(({ action, keys, why }) => (
          <li key={`${action} ${keys}`}>
            {t(why === 'taken' ? 'keyboard.problemTaken' : 'keyboard.problemRefused', {
              action: titles([action]),
              keys: spoken(keys),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function SingleKeys(): ReactNode {
  const { t } = useTranslation();
  const keyName = useKeyName();
  const singleKeys = useUi((state) => state.singleKeys);
  return (
    <Panel title={t('keyboard.general')} bodyClassName="px-3 pb-3">
      <Toggle
        label={t('settings.singleKeys')}
        hint={t('settings.singleKeysHint', { mod: keyName('Mod') })}
        checked={singleKeys}
        onChange={(value) => setPreference({ singleKeys: value })}
      />
    </Panel>
  );
}

function ResetAll({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { busy, problem, run } = useCall();
  useKeymap();
  const none = shortcutChoices().length === 0;
  const confirm = async (): Promise<void> => {
    if (!(await run(saveShortcuts([])))) return;
    setAsking(false);
    onDone();
  };
  return (
    <>
      <Button icon={RotateCcw} disabled={none} onClick={() => setAsking(true)}>
        {t('keyboard.resetAll')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('keyboard.resetAllTitle')}
        body={problem ?? t('keyboard.resetAllBody')}
        action={t('keyboard.resetAll')}
        busy={busy}
        onConfirm={() => void confirm()}
      />
    </>
  );
}
