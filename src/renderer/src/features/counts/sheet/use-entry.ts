import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow } from '#shared/bridge/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import type { ScanResult } from '../../../components/scan-field.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { findCode } from '../../../lib/find-code.ts';
import { pickMatch } from '../../../lib/scan-match.ts';

/** Enters counts into the lines of one sheet. */
export interface Entry {
  /** What came of the last code or entry. */
  readonly result: ScanResult | null;
  /** Finds the line of a code, chooses it, and counts it up by one. */
  readonly scan: (code: string) => Promise<void>;
  /** Saves what was counted of a line, or adds it to what was counted before. Resolves to whether it is durable. */
  readonly save: (line: CountLineRow, quantity: number, adds: boolean) => Promise<boolean>;
}

/** The most that one line can have. */
export const MAX_COUNTED = 2_147_483_647;

/** Returns what was typed as a quantity; null if it is none, such as a code that a scanner typed into the field. */
export function quantityOf(text: string): number | null {
  if (!/^\d{1,7}$/.test(text.trim())) return null;
  return Number(text.trim());
}

/** Enters counts. One entry is made after the other, so that each names the one before it. */
export function useEntry(countId: string, onChoose: (line: CountLineRow) => void): Entry {
  const { t } = useTranslation();
  const format = useFormat();
  const { submit } = useCommand('counts.enter');
  const [result, setResult] = useState<ScanResult | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.current.then(work, work);
    last.current = next.catch(() => undefined);
    return next;
  };
  const find = (code: string) => bridge.call('counts.find', { countId, code });

  const enter = async (line: CountLineRow, quantity: number, adds: boolean): Promise<number | null> => {
    const counted = Math.min(MAX_COUNTED, (adds ? (line.counted ?? 0) : 0) + quantity);
    const { itemId, counted: from, entryId: seen } = line;
    const entries = [{ itemId, counted, adds: adds && from !== null, from, seen }];
    const sent = await submit({ countId, entries, at: gatewayNow() }, { quiet: true });
    if (sent.ok) return counted;
    const reason = refusalSentence({ t, format }, sent.error);
    setResult({ tone: 'crit', text: t('counts.entry.failed', { reason }) });
    return null;
  };

  return {
    result,
    scan: (code) =>
      inTurn(async () => {
        const { code: read, matches } = await findCode(code);
        const lines = new Map<string, CountLineRow>();
        for (const { item } of matches) {
          const { line } = await find(item.id);
          if (line !== null) lines.set(item.id, line);
        }
        const picked = pickMatch(matches, (itemId) => lines.get(itemId));
        if (picked.kind !== 'one') {
          setResult({
            tone: 'crit',
            text:
              picked.kind === 'elsewhere'
                ? t('counts.entry.notHere', { item: picked.name })
                : t(`counts.entry.${picked.kind}`, { code: read?.text ?? code }),
          });
          return;
        }
        const line = picked.value;
        onChoose(line);
        const counted = await enter(line, read?.quantity ?? 1, true);
        if (counted === null) return;
        setResult({
          tone: 'ok',
          text: t('counts.entry.scanned', { name: line.name, counted: format.integer(counted) }),
        });
      }),
    save: (line, quantity, adds) =>
      inTurn(async () => {
        // The line as it is now, with the entries that are still on their way.
        const newest = adds ? ((await find(line.itemId)).line ?? line) : line;
        const counted = await enter(newest, quantity, adds);
        if (counted === null) return false;
        setResult({
          tone: 'ok',
          text: t('counts.entry.saved', { name: line.name, counted: format.integer(counted) }),
        });
        return true;
      }),
  };
}
