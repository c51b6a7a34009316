import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Plus, SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { Page } from '../../../components/page.tsx';
import { EmptyState, ErrorState, NoPermission, SkeletonRows } from '../../../components/states.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { useCan } from '../../../stores/session.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { RULE_ROW_HEIGHT, RuleRow } from './rule-row.tsx';

/** The rules that raise alerts. Managers change them. */
export default function RulesPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const allowed = useCan('alerts:read');
  const mayWrite = useCan('alerts:write');
  const [adding, setAdding] = useState(false);
  useHotkeys(mayWrite && !adding ? { 'shortcuts.newRule': () => setAdding(true) } : {});
  return (
    <Page
      title={t('alerts.rules.title')}
      actions={
        <>
          <Button icon={ArrowLeft} onClick={() => void navigate('/alerts')}>
            {t('alerts.title')}
          </Button>
          {mayWrite && (
            <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
              {t('alerts.rules.new')}
            </Button>
          )}
        </>
      }
    >
      {allowed ? <Rules mayWrite={mayWrite} /> : <NoPermission permission="alerts:read" />}
      {adding && <RuleDialog rule={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Rules({ mayWrite }: { readonly mayWrite: boolean }): ReactNode {
  const { t } = useTranslation();
  const [activeId, setActiveId] = useState<string | null>(null);
  const [editing, setEditing] = useState<AlertRule | null>(null);
  const query = useQuery({
    queryKey: ['alerts', 'rules'],
    queryFn: () => bridge.call('alerts.rules', {}),
  });
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const rules = query.data?.rules ?? [];
  const locationOf = (id: string | null): string | null =>
    id === null ? null : (facets.data?.locations.find((one) => one.id === id)?.name ?? id);
  const open = (rule: AlertRule): void => {
    setActiveId(rule.id);
    if (mayWrite) setEditing(rule);
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <OfflineNote />
      <p className="border-b border-line px-6 py-2.5 text-ink-2">
        {mayWrite ? t('alerts.rules.body') : t('alerts.rules.bodyRead')}
      </p>
      <div className="min-h-0 flex-1">
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isLoading ? (
          <SkeletonRows />
        ) : rules.length === 0 ? (
          <EmptyState
            icon={SlidersHorizontal}
            title={t('alerts.rules.empty')}
            body={t('alerts.rules.emptyBody')}
          />
        ) : (
          <VirtualList
            rows={rules}
            rowKey={({ id }) => id}
            rowHeight={RULE_ROW_HEIGHT}
            label={t('alerts.rules.title')}
            activeKey={activeId}
            onActive={(rule) => setActiveId(rule.id)}
            onOpen={open}
            renderRow={(rule, { active }) => (
              <RuleRow
                rule={rule}
                active={active}
                location={locationOf(rule.locationId)}
                onEdit={mayWrite ? () => open(rule) : null}
              />
            )}
          />
        )}
      </div>
      {editing !== null && <RuleDialog key={editing.id} rule={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
