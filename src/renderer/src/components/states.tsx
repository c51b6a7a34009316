import { CircleAlert, Inbox, Lock, type LucideIcon, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '#shared/protocol/permissions.ts';
import { BridgeCallError } from '../bridge/client.ts';
import { useSay } from '../hooks/use-say.ts';
import { describeError } from '../i18n/errors.ts';
import { cx } from '../lib/cx.ts';
import { Button } from './button.tsx';

/** A grey placeholder while content loads. Size it with classes. */
export function Skeleton({ className }: { readonly className?: string }): ReactNode {
  return <span aria-hidden className={cx('q-skeleton block h-3.5', className)} />;
}

/** Placeholder rows for a list that is loading. */
export function SkeletonRows({
  rows = 8,
  className,
}: {
  readonly rows?: number;
  readonly className?: string;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="status" className={className}>
      <span className="sr-only">{t('common.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="flex h-11 items-center gap-3 border-b border-line px-3 last:border-0">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className={index % 3 === 0 ? 'w-1/2' : index % 3 === 1 ? 'w-2/3' : 'w-2/5'} />
          <span className="flex-1" />
          <Skeleton className="w-10" />
        </div>
      ))}
    </div>
  );
}

function State({
  icon: Icon,
  title,
  body,
  action,
  className,
  role,
  tone,
}: {
  icon: LucideIcon;
  title: string;
  body: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
  role?: 'alert' | 'status';
  tone?: 'crit';
}): ReactNode {
  return (
    <div
      role={role}
      className={cx(
        'flex h-full min-h-36 flex-col items-center justify-center gap-1 p-6 text-center',
        className,
      )}
    >
      <span
        className={cx(
          'mb-2 inline-flex size-9 items-center justify-center rounded-full',
          tone === 'crit' ? 'bg-crit-soft text-crit' : 'bg-hover text-ink-3',
        )}
      >
        <Icon size={18} aria-hidden />
      </span>
      <p className="font-semibold">{title}</p>
      <div className="max-w-96 text-ink-2">{body}</div>
      {action !== undefined && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}

/** Says that there is nothing here, why, and what to do about it. */
export function EmptyState({
  icon = Inbox,
  title,
  body,
  action,
  className,
}: {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly body: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}): ReactNode {
  return <State icon={icon} title={title} body={body} action={action} className={className} />;
}

/**
 * Says what happened and what to do. `error` is whatever a query rejected with; a missing permission has its own state.
 */
export function ErrorState({
  error,
  onRetry,
  className,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly className?: string;
}): ReactNode {
  const say = useSay();
  const { t } = say;
  if (error instanceof BridgeCallError && error.error.code === 'forbidden') {
    return <NoPermission permission={error.error.permission} className={className} />;
  }
  const { title, detail } = describeError(say, error);
  return (
    <State
      icon={CircleAlert}
      role="alert"
      tone="crit"
      title={title}
      body={detail}
      className={className}
      action={
        onRetry && (
          <Button icon={RotateCw} onClick={onRetry}>
            {t('common.tryAgain')}
          </Button>
        )
      }
    />
  );
}

/** Says that the user's role does not allow this, and names the missing permission. */
export function NoPermission({
  permission,
  className,
}: {
  readonly permission?: Permission | string | undefined;
  readonly className?: string | undefined;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <State
      icon={Lock}
      title={t('states.noPermission')}
      className={className}
      body={
        permission === undefined
          ? t('states.noPermissionBody')
          : t('states.noPermissionNamed', { permission })
      }
    />
  );
}
