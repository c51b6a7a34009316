import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useMemo } from 'react';
import { bridge } from '../bridge/client.ts';
import { MAX_WORDS, textParts } from '../lib/text-parts.ts';
import { useCan } from '../stores/session.ts';
import { SubjectLink } from './subject-link.tsx';

const LINK = 'underline decoration-1 underline-offset-2 hover:decoration-2';

/**
 * A text in which addresses, order numbers and SKUs are links. Addresses open outside: the desktop host asks first, and pages
 * opened that way cannot reach this one.
 */
export function LinkedText({ text }: { readonly text: string }): ReactNode {
  const canOrders = useCan('orders:read');
  const parts = useMemo(() => textParts(text), [text]);
  const words = useMemo(
    () =>
      [...new Set(parts.flatMap((part) => (part.kind === 'word' ? [part.word] : [])))].slice(0, MAX_WORDS),
    [parts],
  );
  const { data } = useQuery({
    queryKey: ['references', words],
    queryFn: () => bridge.call('orders.references', { words }),
    enabled: canOrders && words.length > 0,
    staleTime: 60_000,
  });
  const subjects = new Map(data?.references.map(({ word, subject }) => [word, subject]));
  return parts.map((part, index) => {
    const subject = part.kind === 'word' ? subjects.get(part.word) : undefined;
    if (part.kind === 'address')
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer" className={LINK}>
          {part.text}
        </a>
      );
    if (subject)
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
        <SubjectLink key={index} subject={subject} className={LINK}>
          {part.text}
        </SubjectLink>
      );
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
    return <Fragment key={index}>{part.text}</Fragment>;
  });
}
