import type { ReactNode } from 'react';

/** Why the server refused what was sent. */
export function Problem({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return null;
  return (
    <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-crit proportional-nums">
      {text}
    </p>
  );
}
