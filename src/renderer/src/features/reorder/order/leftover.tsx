import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposedItem } from '#shared/bridge/reorder.ts';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { DraftLinks } from '../draft-links.tsx';
import {
  type Choices,
  LEFT_OUT,
  lineKey,
  type Orders,
  optionsOf,
  type ProposedSupplier,
} from './order-form.ts';
import { SupplierChoice } from './supplier-choice.tsx';

const ROW = 'flex flex-wrap items-center gap-3 border-b border-line px-3 py-1.5 last:border-0';

/** What of the chosen rows is in no order: without a supplier, on drafts already, or not needed. */
export function Leftover({
  orders: { open, onDraft, nothing },
  suppliers,
  choices,
  locationOf,
  onChoose,
}: {
  readonly orders: Orders;
  readonly suppliers: readonly ProposedSupplier[];
  readonly choices: Choices;
  readonly locationOf: (id: string) => string;
  readonly onChoose: (key: string, supplierId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const isLeftOut = (line: ProposedItem): boolean => choices.suppliers[lineKey(line)] === LEFT_OUT;
  return (
    <>
      {open.length > 0 && (
        <Group title={t('reorder.order.without')} name="without">
          {open.map((line) => (
            <li key={lineKey(line)} className={ROW} data-without={line.itemId}>
              <Name line={line} location={locationOf(line.locationId)} />
              <span>{format.integer(line.suggested)}</span>
              {optionsOf(line, suppliers).length > 0 ? (
                <div className="w-56">
                  <SupplierChoice
                    line={line}
                    suppliers={suppliers}
                    value={LEFT_OUT}
                    onChange={(supplierId) => onChoose(lineKey(line), supplierId)}
                  />
                </div>
              ) : (
                <span className="text-xs text-ink-2">{t('reorder.order.noCost')}</span>
              )}
              <span className="w-full text-xs text-ink-3">
                {isLeftOut(line)
                  ? t('reorder.order.leftOut')
                  : line.offers.length > 0
                    ? t('reorder.order.mustChoose')
                    : t('reorder.order.nobody')}
              </span>
            </li>
          ))}
        </Group>
      )}
      {onDraft.length > 0 && (
        <Group title={t('reorder.order.onDraft')} name="on-draft">
          {onDraft.map((line) => (
            <li key={lineKey(line)} className={ROW}>
              <Name line={line} location={locationOf(line.locationId)} />
              <span className="text-xs text-ink-2">
                <DraftLinks row={line} />
              </span>
            </li>
          ))}
        </Group>
      )}
      {nothing.length > 0 && (
        <p className="text-xs text-ink-3 proportional-nums">
          {t('reorder.order.nothing', {
            count: nothing.length,
            names: nothing
              .slice(0, 3)
              .map(({ name }) => name)
              .join(', '),
          })}
        </p>
      )}
    </>
  );
}

function Name({ line, location }: { readonly line: ProposedItem; readonly location: string }): ReactNode {
  return (
    <span className="min-w-0 flex-1 truncate proportional-nums" title={line.name}>
      <SubjectLink subject={{ kind: 'item', id: line.itemId }} className="hover:underline">
        <bdi>{line.name}</bdi>
      </SubjectLink>{' '}
      <span className="text-xs text-ink-3">
        {line.sku} · <bdi>{location}</bdi>
      </span>
    </span>
  );
}

function Group({
  title,
  name,
  children,
}: {
  readonly title: string;
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} data-leftover={name} className="rounded-md border border-line">
      <h3 id={id} className="border-b border-line bg-canvas px-3 py-1.5 font-semibold">
        {title}
      </h3>
      <ul>{children}</ul>
    </section>
  );
}
