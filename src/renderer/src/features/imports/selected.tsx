import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { type CsvCell, csvLine, csvStart } from '#shared/domain/csv.ts';
import { EXPORT_HEADERS } from '#shared/domain/export-lines.ts';
import { dayOf } from '#shared/domain/time.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { StepsDialog, useSteps } from '../../components/selection-steps.tsx';
import { FORMATS, usualFormat } from '../../lib/csv-formats.ts';
import { saveFile } from '../../lib/save-file.ts';
import type { SelectionActionProps } from '../../lib/selection.ts';
import { useTimeZone } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';

const cellsOf = (row: StockRow): CsvCell[] => [
  row.sku,
  row.name,
  row.locationName,
  row.onHand,
  row.committed,
  row.unavailable,
  row.available,
  row.incoming,
];

/** Exports the selected rows as CSV: the columns of the export of levels. There is no file that lacks rows. */
export default function ExportSelected({ rows, onClose }: SelectionActionProps): ReactNode {
  const { t, i18n } = useTranslation();
  const timeZone = useTimeZone();
  const steps = useSteps(rows);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const format = { ...FORMATS[usualFormat(i18n.language)], bom: true };
    const parts = [csvStart(format) + csvLine(EXPORT_HEADERS.levels, format)];
    let count = 0;
    void steps
      .start(async (step) => {
        parts.push(step.map((row) => csvLine(cellsOf(row), format)).join(''));
        count += step.length;
      })
      .then((whole) => {
        if (!whole) return;
        saveFile(`quayside-levels-${dayOf(gatewayNow(), timeZone)}.csv`, parts);
        toast({
          tone: 'ok',
          title: (words) => words.t('imports.export.done', { count, formatted: words.format.integer(count) }),
        });
        onClose();
      });
  });
  return (
    <StepsDialog title={t('selection.actions.export')} steps={steps} count={rows.count} onClose={onClose} />
  );
}
