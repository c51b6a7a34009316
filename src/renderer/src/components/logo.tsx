import type { ReactNode } from 'react';

/** The mark: a Q that is a mooring ring on a quay. Decorative; the name stands beside it. */
export function Logo({ size }: { readonly size: number }): ReactNode {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 1024 1024" className="shrink-0">
      <rect x="41" y="41" width="942" height="942" rx="230" fill="#17607c" />
      <circle cx="512" cy="481" r="228" fill="none" stroke="#fff" strokeWidth="97" />
      <rect x="573" y="650" width="246" height="92" fill="#fff" />
      <circle cx="512" cy="481" r="63" fill="#ffb74d" />
    </svg>
  );
}
