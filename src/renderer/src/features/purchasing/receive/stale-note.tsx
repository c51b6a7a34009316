import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseLine } from '#shared/domain/purchasing.ts';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { Count } from './receive-form.ts';

/**
 * Says that somebody else has received goods of the same lines meanwhile, with both numbers, and lets the user choose: the counted
 * goods come on top of them, or they are the same goods.
 */
export function StaleNote({
  lines,
  stale,
  onUseCurrent,
  onDrop,
}: {
  readonly lines: readonly PurchaseLine[];
  readonly stale: readonly Count[];
  readonly onUseCurrent: () => void;
  readonly onDrop: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (stale.length === 0) return null;
  return (
    <div role="alert" className="rounded-md bg-warn-soft px-3 py-2">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-warn" />
        {t('purchasing.receive.stale')}
      </p>
      <ul className="mt-1 text-xs">
        {stale.slice(0, 5).map(({ line, expected, quantity }) => (
          <li key={line}>
            <bdi>{lines[line]?.name}</bdi>
            {': '}
            {t('purchasing.receive.staleLine', {
              received: format.integer(lines[line]?.received ?? 0),
              expected: format.integer(expected),
              counted: quantity,
            })}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onUseCurrent}>
          {t('purchasing.receive.onTop')}
        </Button>
        <Button size="sm" onClick={onDrop}>
          {t('purchasing.receive.sameGoods')}
        </Button>
      </div>
    </div>
  );
}
