import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './button.tsx';

/** One answer to a question. */
export interface Answer {
  readonly label: string;
  readonly onChoose: () => void;
}

/** Asks, above the text that was to be sent, before it is: something has changed. The first answer has the focus. */
export function SendQuestion({
  title,
  children,
  first,
  second,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly first: Answer;
  readonly second: Answer;
}): ReactNode {
  const button = useRef<HTMLButtonElement | null>(null);
  // Enter sent the text; the next one answers the question.
  useEffect(() => button.current?.focus(), []);
  return (
    <div role="alert" className="mx-3 mb-2 rounded-md bg-warn-soft px-3 py-2">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-warn" />
        {title}
      </p>
      <ul className="mt-1 text-xs">{children}</ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button ref={button} size="sm" variant="primary" onClick={first.onChoose}>
          {first.label}
        </Button>
        <Button size="sm" onClick={second.onChoose}>
          {second.label}
        </Button>
      </div>
    </div>
  );
}
