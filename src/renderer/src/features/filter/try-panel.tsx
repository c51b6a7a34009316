import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_MESSAGE_LENGTH } from '#shared/domain/chat.ts';
import { filterText } from '#shared/domain/filter.ts';
import { Field, TextArea } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';

/** Shows what would be stored of a text, by the rules as they are typed. Nothing of it is sent. */
export function TryPanel({ words }: { readonly words: readonly string[] | null }): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { text: stored, masked } = filterText(text, words ?? []);
  const said = [
    masked && masked.cards > 0 ? t('filter.try.cards', { count: masked.cards }) : '',
    masked && masked.words > 0 ? t('filter.try.words', { count: masked.words }) : '',
  ].filter(Boolean);
  return (
    <Panel title={t('filter.try.title')} bodyClassName="flex flex-col gap-3 p-3">
      <Field label={t('filter.try.label')} hint={t('filter.try.hint')}>
        {(props) => (
          <TextArea
            {...props}
            rows={3}
            maxLength={MAX_MESSAGE_LENGTH}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div role="status">
        <p className="mb-1 text-xs font-medium text-ink-2">{t('filter.try.stored')}</p>
        <p
          dir="auto"
          data-stored
          className="max-h-40 min-h-9 overflow-auto rounded-md border border-line bg-sunken px-3 py-1.5 break-words whitespace-pre-wrap proportional-nums"
        >
          {stored}
        </p>
        {text !== '' && (
          <p className="mt-1 text-xs text-ink-2">{said.join(' ') || t('filter.try.nothing')}</p>
        )}
      </div>
    </Panel>
  );
}
