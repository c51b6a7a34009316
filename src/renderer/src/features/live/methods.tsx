import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useMethodName } from '../../hooks/use-method-name.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { failureText } from '../../lib/reasons.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { useBreakdown } from './use-breakdown.ts';

/** How people pay: attempts by method with the share that succeeds, and why some fail. */
export default function PaymentMethods({ scope }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useMethodName();
  const query = useBreakdown('methods', scope, () => bridge.call('live.payment_methods', scope));
  return (
    <BreakdownPanel
      title={t('widgets.titles.live.methods')}
      source={t('live.source.paymentSuccess')}
      query={query}
      isEmpty={({ methods }) => methods.length === 0}
    >
      {({ methods, reasons, currency }) => (
        <>
          <table className="w-full table-fixed">
            <thead className="sticky top-0 z-10 bg-surface text-xs text-ink-3">
              <tr className="h-7">
                <th className="px-3 text-left font-medium">{t('live.breakdown.method')}</th>
                <th className="hidden w-22 px-2 text-right font-medium @min-[380px]:table-cell">
                  {t('live.breakdown.attempts')}
                </th>
                <th className="w-20 px-2 text-right font-medium">{t('live.breakdown.succeed')}</th>
                <th className="hidden w-24 px-3 text-right font-medium @min-[260px]:table-cell">
                  {t('live.breakdown.amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {methods.map(({ method, succeeded, failed, amount, rate }) => (
                <tr key={method} className="h-8 border-t border-line">
                  <th scope="row" className="truncate px-3 text-left font-normal">
                    <bdi>{nameOf(method)}</bdi>
                  </th>
                  <td className="hidden px-2 text-right @min-[380px]:table-cell">
                    {format.integer(succeeded + failed)}
                  </td>
                  <td className="px-2 text-right">{format.percent(rate)}</td>
                  <td className="hidden px-3 text-right @min-[260px]:table-cell">
                    {format.moneyShort(amount, currency)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {reasons.length > 0 && (
            <p className="border-t border-line px-3 py-2 text-xs text-ink-2">
              {t('live.breakdown.reasons', {
                reasons: reasons
                  .map(({ reason, count }) => `${failureText({ t }, reason)} ${format.integer(count)}`)
                  .join(' · '),
              })}
            </p>
          )}
        </>
      )}
    </BreakdownPanel>
  );
}
