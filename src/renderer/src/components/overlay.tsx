import { X } from 'lucide-react';
import { Dialog as RadixDialog, Popover as RadixPopover, Tooltip as RadixTooltip } from 'radix-ui';
import { type ReactElement, type ReactNode, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { closeOnEscape, useOpen } from '../hooks/use-open.ts';
import { cx } from '../lib/cx.ts';
import { Kbd, type ShownKeys } from './kbd.tsx';

/** A tooltip on hover and on focus. The child must be one element that takes a ref. */
export function Tooltip({
  content,
  keys,
  side = 'bottom',
  children,
}: {
  readonly content: ReactNode;
  readonly keys?: ShownKeys | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactElement;
}): ReactNode {
  return (
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="q-pop z-50 flex max-w-80 items-center gap-2 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs text-ink shadow-pop"
        >
          <bdi>{content}</bdi>
          {keys && <Kbd keys={keys} />}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}

/** Provides what tooltips need. Render it once, around the app. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <RadixTooltip.Provider delayDuration={350} skipDelayDuration={150}>
      {children}
    </RadixTooltip.Provider>
  );
}

/** A small panel opened by a button. Esc and a click outside close it. */
export function Popover({
  trigger,
  label,
  align = 'end',
  className,
  children,
  open,
  onOpenChange,
  focusPanel = false,
  keepOpen = false,
  closeFocus,
}: {
  readonly trigger: ReactElement;
  /** The panel's accessible name. */
  readonly label: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly className?: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Focuses the panel instead of its first control, so that no key acts by accident. */
  readonly focusPanel?: boolean;
  /** Stays open while something outside has the focus, such as a question about what the panel shows. */
  readonly keepOpen?: boolean;
  /** What has the focus after the panel, instead of the trigger. */
  readonly closeFocus?: RefObject<HTMLElement | null>;
}): ReactNode {
  const panel = useRef<HTMLDivElement | null>(null);
  const [isOpen, change] = useOpen(open, onOpenChange);
  return (
    <RadixPopover.Root open={isOpen} onOpenChange={change}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          ref={panel}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            if (!focusPanel) return;
            event.preventDefault();
            panel.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            if (!closeFocus?.current) return;
            event.preventDefault();
            closeFocus.current.focus();
          }}
          onInteractOutside={(event) => keepOpen && event.preventDefault()}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onKeyDown={closeOnEscape(() => change(false))}
          className={cx(
            'q-pop z-40 rounded-lg border border-line-strong bg-raised p-3 text-ink shadow-pop focus-visible:outline-none',
            className,
          )}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

/** Returns the first control in an element; null if there is none. */
function firstControl(within: HTMLElement | null): HTMLElement | null {
  const controls = within?.querySelectorAll<HTMLElement>(
    'input, select, textarea, button, a[href], [tabindex]',
  );
  return [...(controls ?? [])].find((one) => one.tabIndex >= 0 && !one.matches(':disabled')) ?? null;
}

/**
 * A modal dialog: traps focus and restores it, closes on Esc. It does without Radix's overlay, which injects a style
 * element for scroll locking; the page's policy would have to allow that, and the page itself never scrolls.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = 'md',
  hideHeader = false,
  initialFocus,
  children,
  footer,
  className,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly width?: 'sm' | 'md' | 'lg';
  /** Keeps title and description for screen readers only. */
  readonly hideHeader?: boolean;
  /** The element to focus first; by default the first control below the title. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
}): ReactNode {
  const { t } = useTranslation();
  // Radix only restores focus to its own trigger, but anything can open these dialogs.
  const before = useRef<HTMLElement | null>(null);
  const content = useRef<HTMLDivElement>(null);
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <div className="fixed inset-0 z-40 flex items-start justify-center bg-scrim px-6 pt-[12vh]">
          <RadixDialog.Content
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            onKeyDown={closeOnEscape(() => onOpenChange(false))}
            onOpenAutoFocus={(event) => {
              before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
              const first = initialFocus?.current ?? firstControl(content.current);
              if (first === null) return;
              event.preventDefault();
              first.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              before.current?.focus();
            }}
            className={cx(
              'q-pop flex max-h-[76vh] w-full flex-col overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop focus-visible:outline-none',
              width === 'sm' && 'max-w-[400px]',
              width === 'md' && 'max-w-[520px]',
              width === 'lg' && 'max-w-[720px]',
              className,
            )}
          >
            <div className={hideHeader ? 'sr-only' : 'flex items-start gap-3 border-b border-line px-4 py-3'}>
              <div className="min-w-0 flex-1">
                <RadixDialog.Title dir="auto" className="text-md font-semibold">
                  {title}
                </RadixDialog.Title>
                {description !== undefined && (
                  <RadixDialog.Description dir="auto" className="mt-0.5 text-ink-2 proportional-nums">
                    {description}
                  </RadixDialog.Description>
                )}
              </div>
              {!hideHeader && (
                <RadixDialog.Close
                  aria-label={t('common.close')}
                  className="-m-1 inline-flex size-[26px] items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
                >
                  <X size={15} aria-hidden />
                </RadixDialog.Close>
              )}
            </div>
            {children !== undefined && (
              <div ref={content} className={cx('min-h-0 flex-1 overflow-auto', !hideHeader && 'px-4 py-3')}>
                {children}
              </div>
            )}
            {footer !== undefined && (
              <div className="flex justify-end gap-2 border-t border-line bg-sunken px-4 py-2.5">
                {footer}
              </div>
            )}
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
