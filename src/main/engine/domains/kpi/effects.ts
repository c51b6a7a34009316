import { z } from 'zod';
import { type Kpi, KpiContent, savedKpi } from '#shared/domain/kpi.ts';
import { spanAt } from '#shared/domain/kpi-windows.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const KpiEffect = z.object({
  kind: z.literal('kpi'),
  content: KpiContent,
  by: z.string().max(200),
  at: z.number(),
});

/** The effects of commands on KPIs. */
export const kpiEffects: Effects<z.infer<typeof KpiEffect>> = {
  schema: KpiEffect,
  of: {
    'kpi.save': ({ seen: _seen, ...content }, { userName, now }) => ({
      kind: 'kpi',
      content,
      by: userName,
      at: now,
    }),
  },
  topic: ({ content }) => ({ topic: 'kpi', key: content.kpiId }),
};

/** A KPI, and whether a change of it is unsettled. */
export type ExpectedKpi = Kpi & { readonly pending: boolean };

/** Returns the KPIs as they will be with the unsettled commands. */
export function expectedKpis(
  reader: Reader,
  stored: readonly Kpi[],
  timeZone: string,
  nameOf: (userId: string) => string | null,
): ExpectedKpi[] {
  const kpis = new Map<string, ExpectedKpi>(stored.map((kpi) => [kpi.id, { ...kpi, pending: false }]));
  for (const { effect } of pendingEffects(reader, KpiEffect)) {
    const { content, by, at } = effect;
    const kpi = savedKpi(kpis.get(content.kpiId), content, {
      name: by,
      ownerName: content.ownerId === null ? null : nameOf(content.ownerId),
      now: at,
      first: spanAt(content.window, at, timeZone).first,
    });
    kpis.set(kpi.id, { ...kpi, pending: true });
  }
  return [...kpis.values()];
}
