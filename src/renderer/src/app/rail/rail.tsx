import { Ellipsis, HelpCircle, type LucideIcon, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { IconButton } from '../../components/button.tsx';
import { Logo } from '../../components/logo.tsx';
import { Menu } from '../../components/menu.tsx';
import { useMedia } from '../../hooks/use-media.ts';
import { cx } from '../../lib/cx.ts';
import type { NavEntry, ShortcutId } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';
import { setPreference, useUi } from '../../stores/ui.ts';
import { NAV } from '../nav.ts';
import { AccountMenu } from './account-menu.tsx';
import { DemoMark } from './demo-mark.tsx';
import { footOf } from './fitting.ts';
import { RailLink } from './rail-link.tsx';

function RailButton({
  icon: Icon,
  label,
  keys,
  collapsed,
  onClick,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys: ShortcutId;
  readonly collapsed: boolean;
  readonly onClick: () => void;
}): ReactNode {
  if (collapsed)
    return (
      <IconButton icon={Icon} label={label} keys={keys} onClick={onClick} className="h-(--rail-row) w-9" />
    );
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-(--rail-row) w-full items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink"
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className="truncate">{label}</span>
    </button>
  );
}

function StockHeading({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  if (collapsed) return <hr className="mx-1.5 my-1.5 border-line" />;
  return <p className="mt-2 mb-0.5 px-2.5 text-xs font-medium text-ink-3">{t('nav.stock')}</p>;
}

/** The pages at the foot that do not fit. */
function MoreMenu({
  entries,
  collapsed,
}: {
  readonly entries: readonly NavEntry[];
  readonly collapsed: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Menu
      label={t('nav.more')}
      align="start"
      groups={[
        entries.map(({ path, label, icon: Icon, shortcut }) => ({
          key: path,
          label: t(label),
          icon: <Icon size={15} aria-hidden />,
          keys: shortcut,
          run: () => void navigate(path),
        })),
      ]}
      trigger={
        <button
          type="button"
          aria-label={collapsed ? t('nav.more') : undefined}
          title={collapsed ? t('nav.more') : undefined}
          className={cx(
            'flex h-(--rail-row) items-center gap-2.5 rounded-md text-ink-2 hover:bg-hover hover:text-ink',
            collapsed ? 'w-9 justify-center' : 'w-full px-2.5',
          )}
        >
          <Ellipsis size={17} aria-hidden className="shrink-0" />
          {!collapsed && <span className="truncate">{t('nav.more')}</span>}
        </button>
      }
    />
  );
}

/** The left rail: pages with their badges, settings, help, the user. */
export function Rail({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  const permissions = useSession((state) => state.session?.permissions);
  const entries = NAV.filter((entry) => entry.permission === null || permissions?.includes(entry.permission));
  const linksAt = (place: NavEntry['place']): ReactNode =>
    entries
      .filter((entry) => entry.place === place)
      .map((entry) => <RailLink key={entry.path} entry={entry} collapsed={collapsed} />);
  const { pathname } = useLocation();
  // The heights at which all entries fit, with those of an administrator and the mark of the demo.
  const tall = useMedia('(min-height: 960px)');
  const dense = useMedia('(max-height: 819px)');
  const foot = footOf(entries, pathname, !tall);
  const hasStock = entries.some(({ place }) => place === 'stock');
  return (
    <nav
      aria-label={t('nav.main')}
      className={cx(
        'flex shrink-0 flex-col border-r border-line bg-rail px-2 pb-2',
        dense ? '[--rail-row:26px]' : '[--rail-row:32px]',
        collapsed ? 'w-[53px]' : 'w-[184px]',
      )}
    >
      <div className={cx('flex h-12 items-center gap-2.5', collapsed ? 'justify-center' : 'px-1.5')}>
        <Logo size={24} />
        {!collapsed && <span className="text-md font-semibold tracking-[-0.01em]">Quayside</span>}
      </div>
      <DemoMark collapsed={collapsed} />
      <div className="-mx-2 flex min-h-0 flex-1 flex-col overflow-y-auto px-2 pb-2">
        <ul className="mt-1 flex flex-col gap-0.5">{linksAt('main')}</ul>
        {hasStock && <StockHeading collapsed={collapsed} />}
        <ul className="flex flex-col gap-0.5">{linksAt('stock')}</ul>
      </div>
      <ul className="flex flex-col gap-0.5">
        {foot.shown.map((entry) => (
          <RailLink key={entry.path} entry={entry} collapsed={collapsed} />
        ))}
        {foot.more.length > 0 && (
          <li>
            <MoreMenu entries={foot.more} collapsed={collapsed} />
          </li>
        )}
        <li>
          <RailButton
            icon={HelpCircle}
            label={t('nav.help')}
            keys="shortcuts.help"
            collapsed={collapsed}
            onClick={() => useUi.setState({ helpOpen: true })}
          />
        </li>
        <li>
          <RailButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? t('nav.expand') : t('nav.collapse')}
            keys="shortcuts.rail"
            collapsed={collapsed}
            onClick={() => setPreference({ railCollapsed: !collapsed })}
          />
        </li>
      </ul>
      <div className="mt-2 border-t border-line pt-2">
        <AccountMenu collapsed={collapsed} />
      </div>
    </nav>
  );
}
