import type { FormFields } from '#shared/bridge/forms.ts';
import type { BulkRun } from '#shared/domain/bulk-run.ts';
import { bridge } from '../../../bridge/client.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { madeBy } from '../../../stores/session.ts';
import { EDITS, isUntouched } from './item-form.ts';

type Bulk = FormFields<'inventory.set_thresholds'>;

const EMPTY: Bulk = { text: {}, run: null };
/** Limits of many items that were begun, by selection. */
const BULK_LIMITS = formKind('inventory.set_thresholds', EMPTY, isUntouched);

/** What was typed for many items, and how far its run has come. Kept like other forms. */
export interface KeptBulk {
  readonly text: Readonly<Record<string, string>>;
  readonly run: BulkRun | null;
  readonly change: (field: string, text: string) => void;
  /** Makes it durable that a step begins. */
  readonly keep: (run: BulkRun) => Promise<void>;
  readonly clear: () => void;
}

/** Keeps the form of an edit of many items. */
export function useBulkEdit(selection: string): KeptBulk {
  const key = `bulk ${selection}`;
  const kept = useForm(EDITS, key, ({ bulk }) => bulk?.text);
  const bulk = kept.value.bulk ?? EMPTY;
  const put = (next: Bulk): FormFields<'inventory.edit_items'> => {
    const fields = { edited: {}, seen: {}, bulk: next };
    kept.change(fields);
    return fields;
  };
  return {
    ...bulk,
    change: (field, text) => void put({ run: null, text: { ...bulk.text, [field]: text } }),
    keep: async (run) => {
      const fields = put({ ...bulk, run });
      const form = { data: bulk.text, fields };
      await bridge.call('forms.save', { type: 'inventory.edit_items', key, form, ...madeBy() });
    },
    clear: kept.clear,
  };
}

/** Keeps the form of the limits of many items. */
export function useBulkLimits(selection: string): KeptBulk {
  const kept = useForm(BULK_LIMITS, selection, ({ text }) => text);
  const bulk = kept.value;
  return {
    ...bulk,
    change: (field, text) => kept.change({ run: null, text: { ...bulk.text, [field]: text } }),
    keep: async (run) => {
      const fields = { ...bulk, run };
      kept.change(fields);
      const form = { data: bulk.text, fields };
      await bridge.call('forms.save', {
        type: 'inventory.set_thresholds',
        key: selection,
        form,
        ...madeBy(),
      });
    },
    clear: kept.clear,
  };
}
