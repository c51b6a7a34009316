import { useQuery } from '@tanstack/react-query';
import { MessageSquareQuote } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { newId } from '../../lib/new-id.ts';
import { ReplyEditor } from './reply-editor.tsx';

interface Props {
  readonly folders: readonly string[];
  readonly onOpen: (id: string | null) => void;
}

/** The canned reply that is open; `new` for one that is being written. */
export function ReplyPane({
  id,
  create,
  ...props
}: Props & { readonly id: string | null; readonly create: ReactNode }): ReactNode {
  const { t } = useTranslation();
  if (id === null)
    return (
      <EmptyState
        icon={MessageSquareQuote}
        title={t('canned.list.choose')}
        body={t('canned.list.chooseBody')}
        action={create}
      />
    );
  return id === 'new' ? <NewReply {...props} /> : <OpenReply id={id} {...props} />;
}

function NewReply(props: Props): ReactNode {
  const [id] = useState(newId);
  return <ReplyEditor id={id} reply={null} {...props} />;
}

function OpenReply({ id, ...props }: Props & { readonly id: string }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['canned', 'reply', id],
    queryFn: () => bridge.call('canned.reply', { replyId: id }),
  });
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={5} />
    );
  const { reply } = query.data;
  if (reply === null)
    return (
      <EmptyState icon={MessageSquareQuote} title={t('canned.list.gone')} body={t('canned.list.goneBody')} />
    );
  return <ReplyEditor id={id} reply={reply} {...props} />;
}
