import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { create } from 'zustand';

/** Where the top bar lets a page put its own controls. Set by the top bar. */
export const usePageSlot = create<{ readonly actions: HTMLElement | null; readonly title: string }>(() => ({
  actions: null,
  title: '',
}));

/**
 * The frame of a page: sets the heading in the top bar and the window's title, and puts `actions` into the top bar. The
 * children fill the rest of the window and scroll by themselves.
 */
export function Page({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const slot = usePageSlot((state) => state.actions);
  useEffect(() => {
    usePageSlot.setState({ title });
    document.title = `${title} · Quayside`;
  }, [title]);
  return (
    <>
      {actions !== undefined && slot !== null && createPortal(actions, slot)}
      <div className="h-full min-h-0">{children}</div>
    </>
  );
}
