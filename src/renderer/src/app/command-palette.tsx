import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import {
  LogOut,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  Moon,
  Package,
  Pause,
  Play,
  Receipt,
  RotateCw,
  Sun,
  SunMoon,
} from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { bridge } from '../bridge/client.ts';
import { useFormat } from '../components/format.ts';
import { Kbd } from '../components/kbd.tsx';
import { Dialog } from '../components/overlay.tsx';
import { RelativeTime } from '../components/values.tsx';
import { describeError } from '../i18n/errors.ts';
import { useConnection } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';
import { toast } from '../stores/toasts.ts';
import { useUi } from '../stores/ui.ts';
import { pathOf } from './links.ts';
import { NAV, SETTINGS_ENTRY } from './nav.ts';

const KIND_ICON: Readonly<Record<'message' | 'order' | 'item' | 'conversation', LucideIcon>> = {
  message: MessageSquareText,
  order: Receipt,
  item: Package,
  conversation: MessagesSquare,
};
const KIND_ORDER = ['order', 'item', 'conversation', 'message'] as const;
const RESULTS = 24;

const close = (): void => useUi.setState({ paletteOpen: false });

/** Ctrl/⌘ K: pages, actions, and full-text search over what is cached. */
export function CommandPalette(): ReactNode {
  const { t } = useTranslation();
  const open = useUi((state) => state.paletteOpen);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => useUi.setState({ paletteOpen: next })}
      title={t('palette.title')}
      width="lg"
      hideHeader
    >
      <Palette />
    </Dialog>
  );
}

function matches(text: string, ...words: readonly string[]): boolean {
  const needle = text.trim().toLocaleLowerCase();
  return needle === '' || words.some((word) => word.toLocaleLowerCase().includes(needle));
}

function Palette(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const format = useFormat();
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const permissions = useSession((state) => state.session?.permissions);
  const search = useQuery({
    queryKey: ['activity', 'search', query],
    queryFn: () => bridge.call('search.query', { text: query, kinds: null, limit: RESULTS }),
    enabled: query.length > 1,
    placeholderData: (previous) => previous,
    meta: { intervalMs: 2000 },
  });
  const go = (path: string): void => {
    close();
    void navigate(path);
  };
  const pages = [...NAV, SETTINGS_ENTRY].filter(
    (entry) =>
      (entry.permission === null || permissions?.includes(entry.permission)) &&
      matches(text, t(`nav.${entry.id}`), entry.id),
  );
  const actions = useActions().filter((action) => matches(text, action.label));
  const rows = query.length > 1 ? (search.data?.rows ?? []) : [];
  const nothing = pages.length === 0 && actions.length === 0 && rows.length === 0;
  return (
    <Command shouldFilter={false} loop label={t('palette.title')} className="flex max-h-[60vh] flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-md outline-none placeholder:text-ink-3 focus-visible:outline-none"
      />
      <Command.List className="min-h-0 flex-1 overflow-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-3">
        {KIND_ORDER.map((kind) => {
          const found = rows.filter((row) => row.kind === kind);
          if (found.length === 0) return null;
          return (
            <Command.Group key={kind} heading={t(`palette.kinds.${kind}`)}>
              {found.map((row) => (
                <Row
                  key={`${row.kind}:${row.id}`}
                  value={`${row.kind}:${row.id}`}
                  icon={KIND_ICON[kind]}
                  onSelect={() => go(pathOf(row.subject) ?? '/live')}
                >
                  <span className="max-w-[45%] shrink-0 truncate font-medium">{row.title}</span>
                  <span className="min-w-0 flex-1 truncate text-ink-3">{row.snippet}</span>
                  {row.at !== null && <RelativeTime at={row.at} short className="text-xs text-ink-3" />}
                </Row>
              ))}
            </Command.Group>
          );
        })}
        {pages.length > 0 && (
          <Command.Group heading={t('palette.pages')}>
            {pages.map((entry) => (
              <Row
                key={entry.id}
                value={`page:${entry.id}`}
                icon={entry.icon}
                onSelect={() => go(entry.path)}
              >
                <span className="flex-1">{t(`nav.${entry.id}`)}</span>
                <Kbd keys={entry.keys} />
              </Row>
            ))}
          </Command.Group>
        )}
        {actions.length > 0 && (
          <Command.Group heading={t('palette.actions')}>
            {actions.map((action) => (
              <Row
                key={action.id}
                value={`action:${action.id}`}
                icon={action.icon}
                onSelect={() => {
                  close();
                  action.run();
                }}
              >
                {action.label}
              </Row>
            ))}
          </Command.Group>
        )}
        {search.error && query.length > 1 && (
          <p className="px-3 py-2 text-crit">
            {t('palette.failed', { reason: describeError(t, search.error).title })}
          </p>
        )}
        {nothing && (
          <p className="px-3 py-6 text-center text-ink-2">
            {search.isFetching ? t('palette.searching') : t('palette.empty', { text })}
          </p>
        )}
      </Command.List>
      {query.length > 1 && search.data?.asOf.at != null && (
        <p className="shrink-0 border-t border-line px-4 py-1.5 text-xs text-ink-3">
          {t('palette.hint', { time: format.moment(search.data.asOf.at) })}
        </p>
      )}
    </Command>
  );
}

function Row({
  value,
  icon: Icon,
  onSelect,
  children,
}: {
  value: string;
  icon: LucideIcon;
  onSelect: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink"
    >
      <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />
      {children}
    </Command.Item>
  );
}

interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

function useActions(): readonly PaletteAction[] {
  const { t } = useTranslation();
  const paused = useConnection((state) => state.status?.state === 'paused');
  const attempt = (promise: Promise<unknown>): void =>
    void promise.catch((error: unknown) => {
      const { title, detail } = describeError(t, error);
      toast({ tone: 'crit', title, body: detail });
    });
  const theme = (value: 'system' | 'light' | 'dark') => () =>
    attempt(bridge.call('settings.set', { theme: value }));
  return [
    {
      id: 'refresh',
      label: t('connection.refresh'),
      icon: RotateCw,
      run: () => attempt(bridge.call('connection.refresh', {})),
    },
    paused
      ? {
          id: 'resume',
          label: t('connection.resume'),
          icon: Play,
          run: () => attempt(bridge.call('connection.resume', {})),
        }
      : {
          id: 'pause',
          label: t('connection.pause'),
          icon: Pause,
          run: () => attempt(bridge.call('connection.pause', {})),
        },
    { id: 'light', label: t('palette.themeLight'), icon: Sun, run: theme('light') },
    { id: 'dark', label: t('palette.themeDark'), icon: Moon, run: theme('dark') },
    { id: 'system', label: t('palette.themeSystem'), icon: SunMoon, run: theme('system') },
    {
      id: 'sign-out',
      label: t('nav.signOut'),
      icon: LogOut,
      run: () => attempt(bridge.call('session.sign_out', {})),
    },
  ];
}
