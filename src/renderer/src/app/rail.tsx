import { useQuery } from '@tanstack/react-query';
import { HelpCircle, LogOut, type LucideIcon, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { bridge } from '../bridge/client.ts';
import { CountBadge, type Tone } from '../components/badge.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { cx } from '../components/cx.ts';
import { Popover, Tooltip } from '../components/overlay.tsx';
import { useCan, useSession } from '../stores/session.ts';
import { setPreference, useUi } from '../stores/ui.ts';
import { Logo } from './logo.tsx';
import { NAV, type NavEntry, SETTINGS_ENTRY } from './nav.ts';

const wide = typeof matchMedia === 'undefined' ? null : matchMedia('(min-width: 1240px)');

/** Whether the rail shows icons only: the user's choice, else by the window's width. */
export function useRailCollapsed(): boolean {
  const choice = useUi((state) => state.railCollapsed);
  const isWide = useSyncExternalStore(
    (listener) => {
      wide?.addEventListener('change', listener);
      return () => wide?.removeEventListener('change', listener);
    },
    () => wide?.matches ?? true,
  );
  return choice ?? !isWide;
}

function RailLink({
  entry,
  collapsed,
  count,
}: {
  readonly entry: NavEntry;
  readonly collapsed: boolean;
  readonly count?: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const { icon: Icon } = entry;
  const { pathname } = useLocation();
  const active = pathname === entry.path || pathname.startsWith(`${entry.path}/`);
  const link = (
    <Link
      to={entry.path}
      aria-current={active ? 'page' : undefined}
      className={cx(
        'relative flex h-8 items-center gap-2.5 rounded-md',
        collapsed ? 'w-9 justify-center' : 'px-2.5',
        active
          ? 'bg-surface font-semibold text-ink shadow-[0_0_0_1px_var(--q-line)] before:absolute before:top-1.5 before:bottom-1.5 before:-left-2 before:w-[3px] before:rounded-full before:bg-accent'
          : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className={collapsed ? 'sr-only' : 'flex-1 truncate'}>{t(`nav.${entry.id}`)}</span>
      {count !== undefined && (
        <span className={cx(collapsed && 'absolute -top-1.5 -right-1.5 scale-90')}>{count}</span>
      )}
    </Link>
  );
  return (
    <li>
      {collapsed ? (
        <Tooltip content={t(`nav.${entry.id}`)} keys={entry.keys} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}

function AlertsCount(): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['alerts', 'counts'],
    queryFn: () => bridge.call('alerts.counts', {}),
    meta: { intervalMs: 500 },
  });
  const tone: Tone = (data?.critical ?? 0) > 0 ? 'crit' : 'warn';
  return (
    <CountBadge count={data?.open ?? 0} tone={tone} label={t('nav.openAlerts', { count: data?.open ?? 0 })} />
  );
}

function ChatCount(): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['chat', 'counts'],
    queryFn: () => bridge.call('chat.counts', {}),
    meta: { intervalMs: 500 },
  });
  return (
    <CountBadge
      count={data?.unread ?? 0}
      tone="accent"
      label={t('nav.unread', { count: data?.unread ?? 0 })}
    />
  );
}

function RailButton({
  icon: Icon,
  label,
  keys,
  collapsed,
  onClick,
}: {
  icon: LucideIcon;
  label: string;
  keys: readonly string[];
  collapsed: boolean;
  onClick: () => void;
}): ReactNode {
  if (collapsed)
    return <IconButton icon={Icon} label={label} keys={keys} onClick={onClick} className="w-9" />;
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink"
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className="truncate">{label}</span>
    </button>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
}

function Account({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  const user = useSession((state) => state.session?.user);
  if (!user) return null;
  return (
    <Popover
      align="start"
      label={t('nav.account', { name: user.name })}
      className="w-60"
      trigger={
        <button
          type="button"
          className={cx(
            'flex h-10 items-center gap-2.5 rounded-md text-left hover:bg-hover',
            collapsed ? 'w-9 justify-center' : 'w-full px-1.5',
          )}
        >
          <span
            aria-hidden
            className="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-accent text-2xs font-semibold text-on-accent"
          >
            {initials(user.name)}
          </span>
          <span className="sr-only">
            {collapsed ? t('nav.account', { name: user.name }) : t('nav.accountMenu')}
          </span>
          {!collapsed && (
            <span className="min-w-0">
              <span className="block truncate leading-4 font-medium">{user.name}</span>
              <span className="block truncate text-2xs text-ink-3">{t(`roles.${user.role}`)}</span>
            </span>
          )}
        </button>
      }
    >
      <p className="font-semibold">{user.name}</p>
      <p className="mb-3 text-xs text-ink-3">
        {user.username} · {t(`roles.${user.role}`)}
      </p>
      <Button
        icon={LogOut}
        className="w-full"
        onClick={() => void bridge.call('session.sign_out', {}).catch(() => undefined)}
      >
        {t('nav.signOut')}
      </Button>
    </Popover>
  );
}

/** The left rail: pages with their counts, settings, help, the user. */
export function Rail({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  const mayAlerts = useCan('alerts:read');
  const mayChat = useCan('chat:read');
  const permissions = useSession((state) => state.session?.permissions);
  const entries = NAV.filter((entry) => entry.permission === null || permissions?.includes(entry.permission));
  const counts: Partial<Record<NavEntry['id'], ReactNode>> = {
    ...(mayAlerts ? { alerts: <AlertsCount /> } : {}),
    ...(mayChat ? { chat: <ChatCount /> } : {}),
  };
  return (
    <nav
      aria-label={t('nav.main')}
      className={cx(
        'flex shrink-0 flex-col border-r border-line bg-rail px-2 pb-2',
        collapsed ? 'w-[53px]' : 'w-[184px]',
      )}
    >
      <div className={cx('flex h-12 items-center gap-2.5', collapsed ? 'justify-center' : 'px-1.5')}>
        <Logo size={24} />
        {!collapsed && <span className="text-md font-semibold tracking-[-0.01em]">Quayside</span>}
      </div>
      <ul className="mt-1 flex flex-col gap-0.5">
        {entries.map((entry) => (
          <RailLink key={entry.id} entry={entry} collapsed={collapsed} count={counts[entry.id]} />
        ))}
      </ul>
      <span className="flex-1" />
      <ul className="flex flex-col gap-0.5">
        <RailLink entry={SETTINGS_ENTRY} collapsed={collapsed} />
        <li>
          <RailButton
            icon={HelpCircle}
            label={t('nav.help')}
            keys={['?']}
            collapsed={collapsed}
            onClick={() => useUi.setState({ helpOpen: true })}
          />
        </li>
        <li>
          <RailButton
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? t('nav.expand') : t('nav.collapse')}
            keys={['[']}
            collapsed={collapsed}
            onClick={() => setPreference({ railCollapsed: !collapsed })}
          />
        </li>
      </ul>
      <div className="mt-2 border-t border-line pt-2">
        <Account collapsed={collapsed} />
      </div>
    </nav>
  );
}
