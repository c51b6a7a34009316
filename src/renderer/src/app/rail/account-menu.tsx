import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Popover } from '../../components/overlay.tsx';
import { AvailabilityChoice, AvailabilityMark } from '../../features/assignment/index.ts';
import { cx } from '../../lib/cx.ts';
import { initials } from '../../lib/initials.ts';
import { signOut } from '../../stores/leaving.ts';
import { useSession } from '../../stores/session.ts';

/** Who is signed in, with a way to sign out. */
export function AccountMenu({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  const user = useSession((state) => state.session?.user);
  if (!user) return null;
  return (
    <Popover
      align="start"
      focusPanel
      label={t('nav.account', { name: user.name })}
      className="w-60"
      trigger={
        <button
          type="button"
          className={cx(
            'relative flex h-10 items-center gap-2.5 rounded-md text-left hover:bg-hover',
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
              <span dir="auto" className="block truncate leading-4 font-medium">
                {user.name}
              </span>
              <span className="block truncate text-2xs text-ink-3">{t(`roles.${user.role}`)}</span>
            </span>
          )}
          {/* Last, so that the button is named by what it opens. */}
          <span className="absolute bottom-0.5 left-6 inline-flex rounded-full bg-rail p-0.5">
            <AvailabilityMark />
          </span>
        </button>
      }
    >
      <p dir="auto" className="font-semibold">
        {user.name}
      </p>
      <p className="mb-3 text-xs text-ink-3">
        {user.username} · {t(`roles.${user.role}`)}
      </p>
      <AvailabilityChoice />
      <Button icon={LogOut} className="w-full" onClick={() => void signOut()}>
        {t('actions.signOut')}
      </Button>
    </Popover>
  );
}
