import { useEffect, useMemo } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { AuditFilter } from '#shared/domain/audit.ts';
import { bridge } from '../../bridge/client.ts';
import { type LivePages, useLivePages } from '../../hooks/use-live-pages.ts';

const PAGE = 100;

/** The records of the audit that have been read. */
export type AuditList = LivePages<MethodOutput<'audit.list'>>;

/** The audit, newest first. */
export function useAudit(filter: AuditFilter): AuditList {
  const key = useMemo(() => ['audit', 'list', filter], [filter]);
  const list = useLivePages(key, (after) => bridge.call('audit.list', { filter, after, limit: PAGE }));
  const { last, error, more } = list;
  // A page without a match is not the end: the gateway looks at a bounded number of records for each.
  useEffect(() => {
    if (last?.rows.length === 0 && error === null) more();
  }, [last, error, more]);
  return list;
}
