import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { useSay } from '../hooks/use-say.ts';
import { cx } from '../lib/cx.ts';
import { TONE_TEXT, type Tone } from '../lib/tone.ts';
import { dismissToast, type ToastEntry, useToasts } from '../stores/toasts.ts';
import { useUi } from '../stores/ui.ts';
import { useRailCollapsed } from './rail/use-collapsed.ts';

const SHOWN_MS = 5000;
const CRITICAL_MS = 10_000;
const ICON: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  crit: CircleAlert,
};
/**
 * Toasts above the end of the list at the left, which scrolls, and below dialogs and menus. Page actions, inputs and send
 * buttons are never below them. There is one toast for each record; it closes after 5 s, later while hovered or focused, and
 * when the record is opened. Toasts that need action stay. F8 moves the focus there.
 */
export function Toaster(): ReactNode {
  const { t } = useTranslation();
  const toasts = useToasts((state) => state.toasts);
  const hidden = useToasts((state) => state.hidden);
  const collapsed = useRailCollapsed();
  return (
    <RadixToast.Provider label={t('toasts.region')} duration={SHOWN_MS} swipeDirection="left">
      {toasts.map((entry) => (
        <OneToast key={entry.id} entry={entry} />
      ))}
      <RadixToast.Viewport
        data-toasts
        className={cx(
          'fixed bottom-2 z-30 flex w-[304px] flex-col gap-2 focus-visible:outline-none',
          collapsed ? 'left-[61px]' : 'left-[192px]',
        )}
      >
        {hidden > 0 && (
          <li className="order-last rounded-md border border-line-strong bg-raised px-3 py-1 text-xs text-ink-2 shadow-pop">
            <button
              type="button"
              className="rounded-sm hover:underline"
              onClick={() => useUi.setState({ noticesOpen: true })}
            >
              {t('toasts.hidden', { count: hidden })}
            </button>
          </li>
        )}
      </RadixToast.Viewport>
    </RadixToast.Provider>
  );
}

/** Each further piece of news makes it a little longer, because only a changed duration starts anew. */
function durationOf({ sticky, ms, tone, count }: ToastEntry): number {
  if (sticky) return Number.POSITIVE_INFINITY;
  return (ms ?? (tone === 'crit' ? CRITICAL_MS : SHOWN_MS)) + count;
}

function OneToast({ entry }: { readonly entry: ToastEntry }): ReactNode {
  const { t } = useTranslation();
  const Icon = ICON[entry.tone];
  const say = useSay();
  const body = [entry.body?.(say) ?? '', entry.count > 1 ? t('toasts.count', { count: entry.count }) : '']
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <RadixToast.Root
      type={entry.tone === 'crit' ? 'foreground' : 'background'}
      duration={durationOf(entry)}
      onOpenChange={(open) => {
        if (!open) dismissToast(entry.id);
      }}
      className="q-pop flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-pop"
    >
      <Icon size={16} aria-hidden className={cx('mt-px shrink-0', TONE_TEXT[entry.tone])} />
      <div className="min-w-0 flex-1">
        <RadixToast.Title dir="auto" className="line-clamp-2 font-semibold break-words proportional-nums">
          {entry.title(say)}
        </RadixToast.Title>
        {body !== '' && (
          <RadixToast.Description
            dir="auto"
            className="mt-0.5 line-clamp-3 break-words text-ink-2 proportional-nums"
          >
            {body}
          </RadixToast.Description>
        )}
        {entry.actions && entry.actions.length > 0 && (
          <div className="mt-2 flex gap-2">
            {entry.actions.map(({ label, run }, index) => (
              // A toast's actions never change places.
              // biome-ignore lint/suspicious/noArrayIndexKey: their labels change with the language
              <RadixToast.Action key={index} altText={label(say)} asChild>
                <Button size="sm" variant={index === 0 ? 'secondary' : 'ghost'} onClick={run}>
                  {label(say)}
                </Button>
              </RadixToast.Action>
            ))}
          </div>
        )}
      </div>
      <RadixToast.Close
        aria-label={t('toasts.close')}
        className="-m-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
      >
        <X size={14} aria-hidden />
      </RadixToast.Close>
    </RadixToast.Root>
  );
}
