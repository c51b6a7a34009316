import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';

/** The most orders that are named. */
const SHOWN = 3;

/** What of an item is on its way, with the days on which it is expected, the earliest first. */
export function IncomingLines({
  itemId,
  locationId,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('purchasing:read');
  const { data } = useQuery({
    queryKey: ['purchasing', 'of_item', itemId],
    queryFn: () => bridge.call('purchasing.of_item', { itemId }),
    enabled: allowed,
  });
  const lines = (data?.lines ?? []).filter((line) => locationId === null || line.locationId === locationId);
  if (lines.length === 0) return null;
  return (
    <ul className="mt-1 text-xs text-ink-2 proportional-nums">
      {lines.slice(0, SHOWN).map((line) => (
        <li key={line.purchaseId} data-incoming-line={line.purchaseId}>
          <SubjectLink subject={{ kind: 'purchase', id: line.purchaseId }} className="hover:underline">
            {t('reorder.detail.coming', {
              missing: format.integer(line.missing),
              number: line.number,
              when:
                line.expectedOn === null
                  ? t('reorder.detail.noDay')
                  : t('reorder.detail.expected', { day: format.isoDay(line.expectedOn) }),
            })}
          </SubjectLink>
        </li>
      ))}
    </ul>
  );
}
