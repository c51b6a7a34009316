import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { OfflineNote } from '../../components/live-note.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';

type Uses = ReadonlyMap<string, number>;

/** The API keys of integrations: what they may do, until when, and when they were last used. */
export function KeysView({
  tabs,
  onNew,
}: {
  readonly tabs: ReactNode;
  readonly onNew: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revoke = useCommand('admin.revoke_api_key');
  const query = useQuery({ queryKey: ['admin', 'keys'], queryFn: () => bridge.call('admin.api_keys', {}) });
  // Asked of the server; without it, the list shows no times.
  const used = useQuery({
    queryKey: ['admin', 'keys', 'uses'],
    queryFn: () => bridge.call('admin.api_key_uses', {}),
  });
  const uses: Uses = new Map(used.data?.uses.map(({ keyId, at }) => [keyId, at]));
  const keys = query.data?.keys ?? [];
  return (
    <section aria-label={t('keys.title')} className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center border-b border-line bg-surface px-4 py-2">{tabs}</div>
      <OfflineNote />
      <div className="min-h-0 flex-1 overflow-auto">
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isLoading ? (
          <SkeletonRows />
        ) : keys.length === 0 ? (
          <EmptyState
            icon={KeyRound}
            title={t('keys.empty')}
            body={t('keys.emptyBody')}
            action={
              <Button icon={KeyRound} onClick={onNew}>
                {t('keys.new')}
              </Button>
            }
          />
        ) : (
          <ul className="mx-auto max-w-[860px] p-4">
            {keys.map((key) => (
              <KeyItem
                key={key.id}
                apiKey={key}
                usedAt={used.data === undefined ? undefined : (uses.get(key.id) ?? null)}
                onRevoke={() => setRevoking(key)}
              />
            ))}
          </ul>
        )}
      </div>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        title={t('keys.revokeTitle', { name: revoking?.name ?? '' })}
        body={t('keys.revokeBody')}
        action={t('keys.revoke')}
        danger
        onConfirm={() => {
          if (revoking) void revoke.submit({ keyId: revoking.id });
          setRevoking(null);
        }}
      />
    </section>
  );
}

function KeyItem({
  apiKey,
  usedAt,
  onRevoke,
}: {
  readonly apiKey: ApiKey;
  /** null for never, undefined while not known. */
  readonly usedAt: number | null | undefined;
  readonly onRevoke: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { revokedAt, expiresAt } = apiKey;
  const expired = expiresAt !== null && expiresAt <= now;
  return (
    <li className="mb-2 flex items-start gap-3 rounded-lg border border-line bg-surface p-3">
      <KeyRound size={17} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span dir="auto" className="truncate font-medium proportional-nums">
            {apiKey.name}
          </span>
          {revokedAt !== null ? (
            <Badge>{t('keys.revoked')}</Badge>
          ) : expired ? (
            <Badge tone="warn">{t('keys.expired')}</Badge>
          ) : (
            <Badge tone="ok">{t('keys.works')}</Badge>
          )}
        </p>
        <p className="mt-1 flex flex-wrap gap-1">
          {apiKey.permissions.map((permission) => (
            <Badge key={permission}>{permission}</Badge>
          ))}
        </p>
        <p className="mt-1.5 text-xs text-ink-3">
          {expiresAt === null ? t('keys.noExpiry') : t('keys.until', { time: format.dateTime(expiresAt) })}
          {usedAt !== undefined && (
            <>
              {' · '}
              {usedAt === null ? (
                t('keys.neverUsed')
              ) : (
                <>
                  {t('sessions.lastUsed')} <RelativeTime at={usedAt} />
                </>
              )}
            </>
          )}
        </p>
      </div>
      {revokedAt === null && (
        <Button
          size="sm"
          variant="danger"
          aria-label={t('keys.revokeOne', { name: apiKey.name })}
          onClick={onRevoke}
        >
          {t('keys.revoke')}
        </Button>
      )}
    </li>
  );
}
