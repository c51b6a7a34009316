import { useCallback, useEffect, useRef, useState } from 'react';
import { Saver } from '../lib/saver.ts';
import { type OwnWords, saveBeforeLeaving } from '../stores/owned.ts';
import { useUserId } from '../stores/session.ts';

/** Words as this window knows them. */
export interface Kept<V> {
  readonly value: V;
  /** Whether they are saved as they stand. */
  readonly saved: boolean;
}

/** Where words of one kind are kept, by record. */
export interface WordsPlace<V> {
  /** Those written in this window: available at once, and kept if saving fails. */
  readonly words: OwnWords<Kept<V>>;
  readonly empty: V;
  readonly isEmpty: (value: V) => boolean;
  /** Resolves to what is saved; null for nothing. */
  readonly load: (key: string) => Promise<V | null>;
  /** Saves words, or deletes what is saved if they are empty. `by` is who wrote them. */
  readonly save: (key: string, value: V, by: string | null) => Promise<unknown>;
}

/** Words that are being written, and whether they are saved. */
export interface KeptWords<V> {
  readonly value: V;
  readonly saved: 'no' | 'yes' | 'failed';
  /** Whether what was saved before has been read: a change before that replaces it unseen. */
  readonly ready: boolean;
  readonly change: (value: V) => void;
  /** Empties them, also where they are saved. */
  readonly clear: () => void;
}

/**
 * The words about one record: read on opening, saved 500 ms after the last key, on leaving the record and when the window is
 * hidden; deleted at once when they are emptied. Begins with `initial` instead if it is given. Remount it for another record
 * (`key`).
 */
export function useKeptWords<V>(place: WordsPlace<V>, key: string, initial?: V): KeptWords<V> {
  const userId = useUserId();
  // Whose words these are. What is saved after somebody else has signed in must not become that person's.
  const [by] = useState(userId);
  const [value, setValue] = useState<V>(() => initial ?? place.words.get(by, key)?.value ?? place.empty);
  const [saved, setSaved] = useState<KeptWords<V>['saved']>('no');
  const [ready, setReady] = useState(initial !== undefined);
  const mounted = useRef(true);
  // What was typed while the saved words were being read takes precedence.
  const typed = useRef(initial !== undefined);

  const [saver] = useState(
    () =>
      new Saver<V>({
        save: (words) => place.save(key, words, by),
        onSaved: (words) => {
          if (place.words.get(by, key)?.value === words)
            place.words.set(by, key, { value: words, saved: true });
          if (mounted.current) setSaved('yes');
        },
        onFailed: () => mounted.current && setSaved('failed'),
      }),
  );

  useEffect(() => {
    if (typed.current) return;
    const known = place.words.get(by, key);
    if (known?.saved === false) {
      // They could not be saved when the record was left, or still are.
      saver.change(known.value);
      setReady(true);
      return;
    }
    let ended = false;
    place.load(key).then(
      (stored) => {
        if (ended || typed.current) return;
        // Another window may have changed or sent them.
        if (stored === null) place.words.delete(by, key);
        else place.words.set(by, key, { value: stored, saved: true });
        setValue(stored ?? place.empty);
        setReady(true);
      },
      () => !ended && setReady(true),
    );
    return () => {
      ended = true;
    };
  }, [place, key, by, saver]);

  useEffect(() => {
    mounted.current = true;
    const flush = (): Promise<void> => saver.flush();
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') void flush();
    };
    const onPageHide = (): void => void flush();
    const stopSaving = saveBeforeLeaving(flush);
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      mounted.current = false;
      stopSaving();
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', onPageHide);
      void flush();
    };
  }, [saver]);

  const change = useCallback(
    (next: V) => {
      typed.current = true;
      setReady(true);
      setValue(next);
      setSaved('no');
      place.words.set(by, key, { value: next, saved: false });
      saver.change(next);
      // What was sent or cleared must not come back after a crash.
      if (place.isEmpty(next)) void saver.flush();
    },
    [place, key, by, saver],
  );
  const clear = useCallback(() => change(place.empty), [change, place]);
  return { value, saved, ready, change, clear };
}
