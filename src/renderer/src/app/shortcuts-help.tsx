import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../components/kbd.tsx';
import { Dialog } from '../components/overlay.tsx';
import type { Shortcut } from '../lib/feature.ts';
import { useUi } from '../stores/ui.ts';
import { ALL_FEATURES } from './catalog.ts';
import { NAV } from './nav.ts';

const EVERYWHERE: readonly Shortcut[] = [
  { label: 'shortcuts.palette', keys: ['Mod', 'k'] },
  { label: 'shortcuts.search', keys: ['/'] },
  { label: 'shortcuts.help', keys: ['?'] },
  ...NAV.map(({ shortcut, keys }) => ({ label: shortcut, keys })),
  { label: 'shortcuts.refresh', keys: ['g', 'r'] },
  { label: 'shortcuts.rail', keys: ['['] },
  { label: 'shortcuts.close', keys: ['Escape'] },
];
const LISTS: readonly Shortcut[] = [
  { label: 'shortcuts.move', keys: ['ArrowUp', 'ArrowDown'] },
  { label: 'shortcuts.ends', keys: ['Home', 'End'] },
  { label: 'shortcuts.open', keys: ['Enter'] },
];

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
      <Group title={t('shortcuts.everywhere')} rows={EVERYWHERE} />
      <Group title={t('shortcuts.lists')} rows={LISTS} />
      {ALL_FEATURES.map(
        ({ name, nav, shortcuts }) =>
          nav !== undefined &&
          shortcuts !== undefined && <Group key={name} title={t(nav.label)} rows={shortcuts} />,
      )}
    </Dialog>
  );
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly Shortcut[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="mb-3 last:mb-0">
      <h3 className="mb-1 text-xs font-semibold text-ink-3">{title}</h3>
      <dl>
        {rows.map(({ label, keys }) => (
          <div key={label} className="flex h-8 items-center border-b border-line last:border-0">
            <dt className="flex-1">{t(label)}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
