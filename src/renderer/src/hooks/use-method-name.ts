import { useCallback } from 'react';
import { methodName } from '#shared/text/say.ts';
import { languageOf } from '../i18n/errors.ts';
import { useFormat } from './use-format.ts';

/** Returns a function that names payment methods in the user's language. */
export function useMethodName(): (method: string) => string {
  const { locale } = useFormat();
  return useCallback((method: string) => methodName(method, languageOf(locale)), [locale]);
}
