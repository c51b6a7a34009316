import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { CountBadge } from '../../components/badge.tsx';
import { Tooltip } from '../../components/overlay.tsx';
import { cx } from '../../lib/cx.ts';
import type { NavBadge, NavEntry } from '../../lib/feature.ts';
import { isAt } from './fitting.ts';

/** An entry of the rail, with its badge. */
export function RailLink({
  entry,
  collapsed,
}: {
  readonly entry: NavEntry;
  readonly collapsed: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { icon: Icon, useBadge } = entry;
  const { pathname } = useLocation();
  const active = isAt(entry, pathname);
  const link = (
    <Link
      to={entry.path}
      aria-current={active ? 'page' : undefined}
      className={cx(
        'relative flex h-(--rail-row) items-center gap-2.5 rounded-md',
        collapsed ? 'w-9 justify-center' : 'px-2.5',
        active
          ? 'bg-surface font-semibold text-ink shadow-[0_0_0_1px_var(--q-line)] before:absolute before:top-1.5 before:bottom-1.5 before:-left-2 before:w-[3px] before:rounded-full before:bg-accent'
          : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className={collapsed ? 'sr-only' : 'flex-1 truncate'}>{t(entry.label)}</span>
      {useBadge !== undefined && (
        <span className={cx(collapsed && 'absolute -top-1.5 -right-1.5 scale-90')}>
          <Badge useBadge={useBadge} />
        </span>
      )}
    </Link>
  );
  return (
    <li>
      {collapsed ? (
        <Tooltip content={t(entry.label)} keys={entry.shortcut} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}

function Badge({ useBadge }: { readonly useBadge: () => NavBadge }): ReactNode {
  return <CountBadge {...useBadge()} />;
}
