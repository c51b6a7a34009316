import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { create } from 'zustand';

/** The element in the top bar for a page's own controls, and the page's title. The top bar sets the element. */
export const usePageSlot = create<{ readonly actions: HTMLElement | null; readonly title: string }>(() => ({
  actions: null,
  title: '',
}));

/**
 * The frame of a page: sets the heading in the top bar and the window's title, and renders `actions` in the top bar.
 * The children fill the rest of the window and handle their own scrolling.
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
