import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Said, SayContext } from '../lib/said.ts';
import { useFormat } from './use-format.ts';

/** Returns the language and the formats of now. */
export function useSay(): SayContext {
  const { t } = useTranslation();
  const format = useFormat();
  return { t, format };
}

/** Keeps what a form has to say: a text for now, and a function that replaces it. */
export function useSaid(): readonly [text: string | null, say: (said: Said | null) => void] {
  const context = useSay();
  // A function in the state would be taken for an update.
  const [kept, keep] = useState<{ readonly said: Said } | null>(null);
  return [kept === null ? null : kept.said(context), (said) => keep(said === null ? null : { said })];
}
