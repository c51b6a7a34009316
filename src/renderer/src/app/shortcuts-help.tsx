import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Kbd } from '../components/kbd.tsx';
import { Dialog } from '../components/overlay.tsx';
import type { Shortcut } from '../lib/feature.ts';
import { shortcutGroups, useKeys } from '../stores/shortcuts.ts';
import { useUi } from '../stores/ui.ts';

/** Lists the keyboard shortcuts; opened with `?`. */
export function ShortcutsHelp(): ReactNode {
  const { t } = useTranslation();
  const open = useUi((state) => state.helpOpen);
  const singleKeys = useUi((state) => state.singleKeys);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => useUi.setState({ helpOpen: next })}
      title={t('shortcuts.title')}
    >
      {!singleKeys && <p className="mb-2 text-warn">{t('shortcuts.off')}</p>}
      <p className="mb-3 text-xs text-ink-2">
        <Link
          to="/settings/keyboard"
          onClick={() => useUi.setState({ helpOpen: false })}
          className="font-medium text-accent-ink hover:underline"
        >
          {t('shortcuts.change')}
        </Link>
      </p>
      {shortcutGroups().map(({ title, shortcuts }) => (
        <Group key={title} title={t(title)} rows={shortcuts} />
      ))}
    </Dialog>
  );
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly Shortcut[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="mb-3 last:mb-0">
      <h3 className="mb-1 text-xs font-semibold text-ink-3">{title}</h3>
      <dl>
        {rows.map(({ label, keys, fixed }) => (
          <div key={label} className="flex h-8 items-center border-b border-line last:border-0">
            <dt className="flex-1">{t(label)}</dt>
            <dd>
              <ShortcutKeys label={label} keys={keys} fixed={fixed ?? false} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The keys in force; says so where an action has none. */
function ShortcutKeys({
  label,
  keys,
  fixed,
}: Required<Pick<Shortcut, 'label' | 'keys' | 'fixed'>>): ReactNode {
  const { t } = useTranslation();
  const combo = useKeys(label);
  if (fixed) return <Kbd keys={keys} />;
  return combo === null ? (
    <span className="text-xs text-ink-3">{t('shortcuts.none')}</span>
  ) : (
    <Kbd keys={label} />
  );
}
