import { Wrench } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import { DifferingCounts } from './differing-counts.tsx';
import { RepairDialog } from './repair-dialog.tsx';
import type { NamedDifference } from './state.ts';

/** The levels that differ, and the repair of each. */
export function Differences({
  differences,
  total,
}: {
  readonly differences: readonly NamedDifference[];
  readonly total: number;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState<NamedDifference | null>(null);
  return (
    <Panel title={t('watchdog.differences')} className="shrink-0">
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-xs text-ink-3">
            <tr className="border-b border-line">
              {(['item', 'location', 'checked', 'is', 'ought', 'found'] as const).map((name) => (
                <th key={name} scope="col" className="px-3 py-2 font-normal">
                  {t(`watchdog.${name}`)}
                </th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {differences.map((difference) => (
              <Row
                key={`${difference.itemId}:${difference.locationId}`}
                difference={difference}
                onRepair={() => setChosen(difference)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {total > differences.length && (
        <p className="border-t border-line p-3 text-ink-3">
          {t('watchdog.more', { shown: format.integer(differences.length), total: format.integer(total) })}
        </p>
      )}
      {chosen && <RepairDialog difference={chosen} onClose={() => setChosen(null)} />}
    </Panel>
  );
}

function Row({
  difference,
  onRepair,
}: {
  readonly difference: NamedDifference;
  readonly onRepair: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const canRepair = useCan('watchdog:repair');
  const { itemId, itemName, sku, locationName, kind, actual, expected, foundAt, pending } = difference;
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="max-w-[260px] px-3 py-2 font-normal">
        <SubjectLink subject={{ kind: 'item', id: itemId }} className="block truncate font-semibold">
          {itemName}
        </SubjectLink>
        <span className="text-xs text-ink-3">{sku}</span>
      </th>
      <td className="px-3 py-2">{locationName}</td>
      <td className="px-3 py-2">{t(`watchdog.kind.${kind}`)}</td>
      <td className="px-3 py-2">
        <DifferingCounts of={actual} against={expected} />
      </td>
      <td className="px-3 py-2">
        <DifferingCounts of={expected} against={actual} />
      </td>
      <td className="px-3 py-2">
        <RelativeTime at={foundAt} short />
      </td>
      <td className="px-3 py-2 text-right">
        {pending ? (
          <span className="text-ink-3">{t('watchdog.pending')}</span>
        ) : (
          canRepair && (
            <Button icon={Wrench} onClick={onRepair}>
              {t('watchdog.repair')}
            </Button>
          )
        )}
      </td>
    </tr>
  );
}
