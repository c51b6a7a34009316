import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Threshold } from '#shared/domain/inventory.ts';
import { type LimitChanges, MAX_BULK } from '#shared/domain/items.ts';
import { Field, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAnswer } from '../../../hooks/use-answer.ts';
import { useCommand } from '../../../hooks/use-command.ts';
import { useSaid } from '../../../hooks/use-say.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { EMPTY_LIMITS, LIMIT_FIELDS, limitChanges, limitsExpected } from './bulk-form.ts';
import { Offline } from './new-item-dialog.tsx';
import { useItems } from './use-items.ts';

/** Sets the limits of many items at all locations, all or nothing. Empty fields stay as they are. */
export function BulkLimitsDialog({
  itemIds,
  onClose,
}: {
  readonly itemIds: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  const { items, thresholds } = useItems(itemIds);
  const { submit, entry, submitting } = useCommand('inventory.set_thresholds');
  const [text, setText] = useState(EMPTY_LIMITS);
  const [problem, say] = useSaid();
  const changes = limitChanges(text);
  const [waiting, wait] = useAnswer(entry, {
    onAccepted: onClose,
    onRefused: (refusal) => say((context) => refusalSentence(context, refusal)),
    onSilence: onClose,
  });
  const send = async (edited: LimitChanges): Promise<void> => {
    const own = new Map<string | null, Threshold>(thresholds.map((one) => [one.itemId, one]));
    const scopes = itemIds.map((itemId) => ({
      itemId,
      locationId: null,
      category: null,
      expected: limitsExpected(own.get(itemId), edited),
    }));
    const sent = await submit({ changes: edited, scopes }, { quiet: true });
    if (!sent.ok) say((context) => refusalSentence(context, sent.error));
    else if (live) wait(sent.entry.id);
    else onClose();
  };
  const tooMany = itemIds.length > MAX_BULK;
  return (
    <FormDialog
      title={t('inventory.items.limitsTitle', { count: itemIds.length })}
      description={t('inventory.items.bulkAbout')}
      action={t('inventory.threshold.save')}
      busy={submitting || waiting}
      disabled={tooMany || items === null || changes === null || Object.keys(changes).length === 0}
      problem={tooMany ? t('inventory.items.tooMany', { max: MAX_BULK }) : problem}
      onSubmit={() => changes && void send(changes)}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        {LIMIT_FIELDS.map((field) => (
          <Field key={field} className="min-w-28 flex-1" label={t(`inventory.threshold.${field}`)}>
            {(props) => (
              <Input
                {...props}
                inputMode="numeric"
                autoComplete="off"
                placeholder={t('inventory.items.unchanged')}
                value={text[field]}
                onChange={(event) => setText({ ...text, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {changes === null && (
        <p role="alert" className="text-xs text-crit">
          {t('inventory.threshold.errors.number')}
        </p>
      )}
      {!live && <Offline />}
    </FormDialog>
  );
}
