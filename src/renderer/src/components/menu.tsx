import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { closeOnEscape, useOpen } from '../hooks/use-open.ts';
import { Kbd, type ShownKeys } from './kbd.tsx';

/** One entry of a menu. `checked` marks the current choice; `hint` is shown at the right in a quiet colour. */
export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly hint?: string | undefined;
  readonly keys?: ShownKeys | undefined;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
}

type MenuGroups = readonly (readonly MenuItem[])[];

/** A menu opened by a button: arrow keys, type-ahead, Esc. Not modal, so it needs no scroll lock. */
export function Menu({
  trigger,
  label,
  groups,
  align = 'end',
  open,
  onOpenChange,
}: {
  readonly trigger: ReactElement;
  readonly label: string;
  /** Groups are separated by a line; empty groups are omitted. A function is called while the menu is open only. */
  readonly groups: MenuGroups | (() => MenuGroups);
  readonly align?: 'start' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}): ReactNode {
  const [isOpen, change] = useOpen(open, onOpenChange);
  const all = typeof groups !== 'function' ? groups : isOpen ? groups() : [];
  const shown = all.filter((group) => group.length > 0);
  return (
    <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={change}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onKeyDown={closeOnEscape(() => change(false))}
          className="q-pop z-40 max-h-[min(420px,var(--radix-dropdown-menu-content-available-height))] min-w-52 overflow-auto rounded-lg border border-line-strong bg-raised p-1 text-ink shadow-pop focus-visible:outline-none"
        >
          {shown.map((group, index) => (
            <DropdownMenu.Group
              key={group[0]?.key ?? index}
              className={index === 0 ? undefined : 'mt-1 border-t border-line pt-1'}
            >
              {group.map((item) => (
                <DropdownMenu.Item
                  key={item.key}
                  disabled={item.disabled ?? false}
                  onSelect={item.run}
                  className="flex h-[30px] cursor-pointer items-center gap-2 rounded-sm px-2 outline-none data-[disabled]:cursor-default data-[disabled]:text-ink-3 data-[highlighted]:bg-hover"
                >
                  <span className="inline-flex w-4 shrink-0 justify-center text-ink-3">
                    {item.checked ? <Check size={14} aria-hidden /> : item.icon}
                  </span>
                  <span dir="auto" className="flex-1 truncate">
                    {item.label}
                  </span>
                  {item.hint !== undefined && (
                    <span className="ps-3 text-xs whitespace-nowrap text-ink-3">{item.hint}</span>
                  )}
                  {item.keys && <Kbd keys={item.keys} />}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
