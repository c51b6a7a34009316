import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { Provenance as ProvenanceOf } from '#shared/bridge/contract.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import { useFormat } from '../hooks/use-format.ts';
import { cx } from '../lib/cx.ts';
import { useCan } from '../stores/session.ts';
import { OfflineNote } from './live-note.tsx';
import { Page } from './page.tsx';
import { ErrorState, NoPermission, SkeletonRows } from './states.tsx';

/** The page of one record, or what stands in its place: the permission that is missing, an error, or rows that are loading. */
export function RecordPage<D>({
  title,
  permission,
  query: { data, error, refetch },
  children,
}: {
  readonly title: string;
  readonly permission: Permission;
  readonly query: {
    readonly data: D | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (data: D) => ReactNode;
}): ReactNode {
  const allowed = useCan(permission);
  return (
    <Page title={title}>
      {!allowed ? (
        <NoPermission permission={permission} />
      ) : data !== undefined ? (
        children(data)
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
}

/** The panels of a record, which scroll together. */
export function RecordBody({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote />
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <div className="mx-auto max-w-[1180px]">{children}</div>
      </div>
    </div>
  );
}

/** The way back, and what can be done with the record. */
export function RecordHeader({
  to,
  back,
  children,
}: {
  readonly to: string;
  /** The name of the page that the link leads to. */
  readonly back: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="mb-3 flex min-h-[30px] flex-wrap items-center gap-2">
      <BackLink to={to} className="grow">
        {back}
      </BackLink>
      {children}
    </div>
  );
}

/** A link to the page that this one belongs to. */
export function BackLink({
  to,
  className,
  children,
}: {
  readonly to: string;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Link
      to={to}
      className={cx(
        'inline-flex items-center gap-1 text-xs font-medium text-accent-ink hover:underline',
        className,
      )}
    >
      <ArrowLeft size={14} aria-hidden />
      {children}
    </Link>
  );
}

/** Returns the address of the list as it was left, or `list`. */
export function useBack(list: string): string {
  const state: unknown = useLocation().state;
  return typeof state === 'object' && state !== null && 'back' in state && typeof state.back === 'string'
    ? state.back
    : list;
}

/** Says how current a record is. */
export function Provenance({ asOf: { at, seq } }: { readonly asOf: ProvenanceOf }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="mt-2 border-t border-line pt-2 text-xs text-ink-3">
      {at !== null && t('connection.provenance', { time: format.moment(at), seq: format.integer(seq) })}
    </p>
  );
}
