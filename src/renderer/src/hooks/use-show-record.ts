import { useCallback } from 'react';
import { type To, useNavigate } from 'react-router';

/** Returns a function that shows another record of a list. It is shown at once, so that the next key acts on it. */
export function useShowRecord(): (to: To) => void {
  const navigate = useNavigate();
  return useCallback((to) => void navigate(to, { replace: true, flushSync: true }), [navigate]);
}
