import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import type { Subject } from '#shared/domain/subject.ts';
import { useCatalog } from '../hooks/use-catalog.ts';

/** A link to the page of a record; plain text where the record has no page. */
export function SubjectLink({
  subject,
  children,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'to'> & { readonly subject: Subject }): ReactNode {
  const path = useCatalog().pathOf(subject);
  if (path === null) return <span className={rest.className}>{children}</span>;
  return (
    <Link to={path} {...rest}>
      {children}
    </Link>
  );
}
