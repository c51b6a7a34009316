import { Bell, CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ToldToast } from '#shared/bridge/notifications.ts';
import { StatusDot } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Popover } from '../../components/overlay.tsx';
import { EmptyState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useSay } from '../../hooks/use-say.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { translateDynamic } from '../../i18n/index.ts';
import { cx } from '../../lib/cx.ts';
import { useUi } from '../../stores/ui.ts';
import { CATALOG } from '../catalog.ts';
import { markRead, useNotices, useUnread } from './use-notices.ts';

const ICON = { info: Info, warning: TriangleAlert, critical: CircleAlert } as const;
const COLOR = { info: 'text-accent-ink', warning: 'text-warn', critical: 'text-crit' } as const;
const MAX_COUNT = 99;

const setOpen = (noticesOpen: boolean): void => useUi.setState({ noticesOpen });

/** Opens the notification centre: what the user was told, when, and whether it was read. */
export function NoticesBell(): ReactNode {
  const { t } = useTranslation();
  const open = useUi((state) => state.noticesOpen);
  const unread = useUnread();
  return (
    <Popover
      label={t('notices.title')}
      className="w-[380px]"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          data-unread={unread}
          aria-label={t('notices.open', { count: unread })}
          className="flex h-[30px] shrink-0 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 font-medium hover:bg-hover"
        >
          <Bell size={15} aria-hidden className="text-ink-3" />
          {unread > 0 && <span aria-hidden>{unread > MAX_COUNT ? `${MAX_COUNT}+` : unread}</span>}
        </button>
      }
    >
      <Centre />
    </Popover>
  );
}

function Centre(): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  return (
    <div>
      <div className="mb-2 flex min-h-[26px] items-center gap-2">
        <p className="flex-1 font-semibold">{t('notices.title')}</p>
        {notices !== undefined && notices.unread.all > 0 && (
          <Button size="sm" onClick={() => markRead(null)}>
            {t('notices.markAll')}
          </Button>
        )}
      </div>
      {notices === undefined ? (
        <SkeletonRows rows={4} />
      ) : notices.rows.length === 0 ? (
        <EmptyState icon={Bell} title={t('notices.none')} body={t('notices.noneBody')} />
      ) : (
        <ul className="-mx-3 -mb-3 max-h-[min(60vh,480px)] overflow-auto">
          {notices.rows.map((notice) => (
            <li key={notice.id} className="border-t border-line">
              <Entry notice={notice} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Entry({ notice }: { readonly notice: ToldToast }): ReactNode {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const path = notice.subject === null ? null : CATALOG.pathOf(notice.subject);
  const Icon = ICON[notice.severity];
  const unread = notice.readAt === null;
  const say = useSay();
  const { code = '', message = '' } = notice.values;
  const refusal = { code: String(code), message: String(message), why: notice.why };
  const values = { ...notice.values, reason: refusalReason(say, refusal) };
  const category = translateDynamic(
    i18n,
    `toasts.categories.${notice.category}`,
    {},
    t('toasts.categories.system'),
  );
  const body = (
    <>
      <Icon size={15} aria-hidden className={cx('mt-0.5 shrink-0', COLOR[notice.severity])} />
      <span className="min-w-0 flex-1">
        <span
          dir="auto"
          className={cx(
            'line-clamp-2 break-words proportional-nums',
            unread ? 'font-semibold' : 'text-ink-2',
          )}
        >
          {translateDynamic(i18n, notice.message, values, category)}
        </span>
        <span className="block text-xs text-ink-3">
          {category} · <RelativeTime at={notice.at} />
        </span>
      </span>
      {unread && (
        <span className="mt-1 shrink-0">
          <StatusDot tone="accent" />
          <span className="sr-only">{t('notices.unread')}</span>
        </span>
      )}
    </>
  );
  const layout = 'flex w-full items-start gap-2.5 px-3 py-2 text-left';
  if (path === null) return <div className={layout}>{body}</div>;
  return (
    <button
      type="button"
      className={cx(layout, 'hover:bg-hover focus-visible:-outline-offset-2')}
      onClick={() => {
        setOpen(false);
        markRead(notice.subject);
        void navigate(path);
      }}
    >
      {body}
    </button>
  );
}
