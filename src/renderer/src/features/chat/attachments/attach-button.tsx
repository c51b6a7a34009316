import { Paperclip } from 'lucide-react';
import { type ReactNode, type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ATTACHMENT_TYPES, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#shared/domain/attachments.ts';
import { IconButton } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';

const ACCEPTED = Object.values(ATTACHMENT_TYPES)
  .flat()
  .map((extension) => `.${extension}`)
  .join(',');

/** Opens the system's dialog for files. */
export function AttachButton({
  onAdd,
  opener,
}: {
  readonly onAdd: (files: Iterable<File>) => void;
  /** Gets a function that opens the dialog, for the key. */
  readonly opener: RefObject<(() => void) | null>;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement | null>(null);
  const open = (): void => input.current?.click();
  useImperativeHandle(opener, () => open);
  const limits = t('chat.files.limits', {
    count: MAX_ATTACHMENTS,
    max: format.integer(MAX_ATTACHMENT_BYTES / 1024 / 1024),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        onChange={({ currentTarget }) => {
          onAdd([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <IconButton
        icon={Paperclip}
        label={`${t('chat.files.attach')}: ${limits}`}
        keys={['u']}
        onClick={open}
      />
    </>
  );
}
