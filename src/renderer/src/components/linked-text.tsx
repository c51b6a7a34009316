import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';
import { MAX_WORDS, textParts } from '#shared/text/parts.ts';
import { referencesOf } from '../bridge/gathered.ts';
import { useCan } from '../stores/session.ts';
import { OutsideLink } from './outside-link.tsx';
import { SubjectLink } from './subject-link.tsx';

/** Positions in a text: from, to. */
export type TextMarks = readonly (readonly [from: number, to: number])[];

const LINK = 'underline decoration-1 underline-offset-2 hover:decoration-2';

const CODE = 'rounded-sm bg-sunken px-1 font-mono text-[0.92em] text-ink';
const BLOCK =
  'my-1 block rounded-md border border-line bg-sunken px-2 py-1.5 font-mono text-[0.92em] break-words whitespace-pre-wrap text-ink';

/**
 * A text in which addresses, order numbers and SKUs are links, and code is set apart; all of it stays text. Addresses open outside, after
 * a question.
 */
export function LinkedText({
  text,
  marks = [],
}: {
  readonly text: string;
  /** What is highlighted: positions from and to, in order and apart. */
  readonly marks?: TextMarks | undefined;
}): ReactNode {
  const canOrders = useCan('orders:read');
  const parts = useMemo(() => textParts(text), [text]);
  const words = useMemo(
    () =>
      [...new Set(parts.flatMap((part) => (part.kind === 'word' ? [part.word] : [])))].slice(0, MAX_WORDS),
    [parts],
  );
  const { data: subjects } = useQuery({
    queryKey: ['references', words],
    queryFn: () => referencesOf(words),
    enabled: canOrders && words.length > 0,
    staleTime: 60_000,
    gcTime: 30_000,
  });
  let at = 0;
  return parts.map((part, index) => {
    if (part.kind === 'block' || part.kind === 'code') {
      const begin = at + part.from;
      at += part.text.length;
      if (part.from === part.to) return null;
      return (
        <code
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          key={index}
          dir="ltr"
          className={part.kind === 'block' ? BLOCK : CODE}
        >
          <Marked text={part.text.slice(part.from, part.to)} at={begin} marks={marks} />
        </code>
      );
    }
    const shown = <Marked text={part.text} at={at} marks={marks} />;
    at += part.text.length;
    const subject = part.kind === 'word' ? subjects?.get(part.word) : undefined;
    if (part.kind === 'address')
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <OutsideLink key={index} address={part}>
          {shown}
        </OutsideLink>
      );
    if (subject)
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <SubjectLink key={index} subject={subject} className={LINK}>
          {shown}
        </SubjectLink>
      );
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
    return <Fragment key={index}>{shown}</Fragment>;
  });
}

/** A part of a text that begins at `at`, with the marks that touch it. */
export function Marked({
  text,
  at = 0,
  marks,
}: {
  readonly text: string;
  readonly at?: number;
  readonly marks: TextMarks;
}): ReactNode {
  const touching = marks.filter(([from, to]) => from < at + text.length && to > at);
  if (touching.length === 0) return text;
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const [from, to] of touching) {
    const begin = Math.max(done, from - at);
    const end = Math.min(text.length, to - at);
    pieces.push(
      text.slice(done, begin),
      <mark key={begin} className="rounded-[2px] bg-warn-soft text-ink outline outline-1 outline-warn">
        {text.slice(begin, end)}
      </mark>,
    );
    done = end;
  }
  return [...pieces, text.slice(done)];
}
