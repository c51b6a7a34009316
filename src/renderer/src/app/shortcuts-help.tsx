import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../components/kbd.tsx';
import { Dialog } from '../components/overlay.tsx';
import { useUi } from '../stores/ui.ts';

const EVERYWHERE = [
  ['palette', ['Mod', 'k']],
  ['help', ['?']],
  ['live', ['g', 'l']],
  ['chat', ['g', 'c']],
  ['inventory', ['g', 'i']],
  ['alerts', ['g', 'a']],
  ['settings', ['g', 's']],
  ['refresh', ['g', 'r']],
  ['rail', ['[']],
  ['close', ['Escape']],
] as const;
const LISTS = [
  ['move', ['ArrowUp', 'ArrowDown']],
  ['ends', ['Home', 'End']],
  ['open', ['Enter']],
] as const;

const STOCK_AND_ALERTS = [
  ['search', ['/']],
  ['adjust', ['a']],
  ['acknowledge', ['a']],
] as const;
const CHAT = [
  ['next', ['j']],
  ['previous', ['k']],
  ['reply', ['r']],
  ['resolve', ['e']],
  ['mine', ['m']],
  ['context', ['i']],
] as const;

type Row = (typeof EVERYWHERE | typeof LISTS | typeof STOCK_AND_ALERTS | typeof CHAT)[number];

/** What the keys do; opened with `?`. */
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
      <Group title={t('shortcuts.stock')} rows={STOCK_AND_ALERTS} />
      <Group title={t('shortcuts.conversation')} rows={CHAT} />
    </Dialog>
  );
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="mb-3 last:mb-0">
      <h3 className="mb-1 text-xs font-semibold text-ink-3">{title}</h3>
      <dl>
        {rows.map(([name, keys]) => (
          <div key={name} className="flex h-8 items-center border-b border-line last:border-0">
            <dt className="flex-1">{t(`shortcuts.${name}`)}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
