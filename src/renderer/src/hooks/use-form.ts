import { useMemo, useRef } from 'react';
import { type FormFields, type FormType, fieldsOf } from '#shared/bridge/forms.ts';
import { bridge } from '../bridge/client.ts';
import { type OwnWords, ownWords } from '../stores/owned.ts';
import { madeBy } from '../stores/session.ts';
import { type Kept, type KeptWords, useKeptWords, type WordsPlace } from './use-kept-words.ts';

/** How many forms of one kind a window remembers. */
const MAX_WORDS = 50;

/** A form whose fields are kept until it is sent or cleared, also after signing out. */
export interface FormKind<T extends FormType> {
  readonly type: T;
  readonly empty: FormFields<T>;
  /** Whether nothing was filled in that is worth keeping. */
  readonly isEmpty: (fields: FormFields<T>) => boolean;
  readonly words: OwnWords<Kept<FormFields<T>>>;
}

/** Declares a form, by the command that it becomes. */
export function formKind<T extends FormType>(
  type: T,
  empty: FormFields<T>,
  isEmpty: (fields: FormFields<T>) => boolean,
): FormKind<T> {
  return { type, empty, isEmpty, words: ownWords(`form ${type}`, MAX_WORDS) };
}

/**
 * The fields of a form about one record (`key`), kept by the rule of `useKeptWords`. `command` returns the data of the command
 * that they would become, as far as they go: that is how the form is named before the user signs out.
 */
export function useForm<T extends FormType>(
  kind: FormKind<T>,
  key: string,
  command: (fields: FormFields<T>) => unknown,
  initial?: FormFields<T>,
): KeptWords<FormFields<T>> {
  const newest = useRef(command);
  newest.current = command;
  const place = useMemo((): WordsPlace<FormFields<T>> => {
    const { type, empty, isEmpty, words } = kind;
    return {
      words,
      empty,
      isEmpty,
      load: async (record) => fieldsOf(type, (await bridge.call('forms.form', { type, key: record })).fields),
      save: (record, fields, by) => {
        const form = isEmpty(fields) ? null : { data: newest.current(fields), fields };
        return bridge.call('forms.save', { type, key: record, form, ...madeBy(by) });
      },
    };
  }, [kind]);
  return useKeptWords(place, key, initial);
}
