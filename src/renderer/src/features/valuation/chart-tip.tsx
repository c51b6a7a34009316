import type { ReactNode } from 'react';

/** What a chart says about the point under the pointer. */
export function ChartTip({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}): ReactNode {
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-xs shadow-pop">
      <p className="mb-1 font-semibold">{title}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
