import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { Order } from '#shared/domain/orders.ts';
import type { TranscriptHead } from '#shared/text/transcript/document.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { safeFileName } from '../../../lib/file-name.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { isLive, useConnection } from '../../../stores/connection.ts';
import { toast } from '../../../stores/toasts.ts';
import { type Collected, collect } from './collect.ts';
import { linesOf, type TranscriptWords } from './document.ts';
import { makeFile, type TranscriptFormat } from './export.ts';

/** What is asked for. */
export interface ExportChoice {
  readonly format: TranscriptFormat;
  readonly withNotes: boolean;
}

/** How far the export has come. `missing`: older messages could not be fetched, and the user decides. */
export type ExportStep =
  | { readonly kind: 'choose' }
  | { readonly kind: 'reading' | 'writing'; readonly messages: number; readonly total: number | null }
  | { readonly kind: 'missing'; readonly found: Collected }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The export of one conversation. */
export interface TranscriptExport {
  readonly step: ExportStep;
  /** Reads all messages, also those that only the server has, and saves the file. */
  readonly start: (choice: ExportChoice) => Promise<void>;
  /** Saves what is there although older messages are missing. */
  readonly goOn: (choice: ExportChoice, found: Collected) => Promise<void>;
  readonly cancel: () => void;
}

/** Exports a conversation. What is running is cancelled when the dialog closes. */
export function useExport(conversation: ConversationRow, onDone: () => void): TranscriptExport {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [step, setStep] = useState<ExportStep>({ kind: 'choose' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    try {
      await work(own.signal);
    } catch (error) {
      if (!own.signal.aborted) setStep({ kind: 'failed', error });
    }
  };

  const headOf = (orders: readonly Order[], { messages, complete }: Collected, withNotes: boolean) => {
    const { customer, subject } = conversation;
    const [oldest, newest] = [messages[0]?.at, messages.at(-1)?.at];
    const facts: (readonly [string, string])[] = [
      [
        t('chat.transcript.customer'),
        customer.email === null ? customer.name : `${customer.name} (${customer.email})`,
      ],
      [t('chat.transcript.subject'), subject ?? '–'],
      [t('chat.transcript.orders'), orders.map(({ number }) => number).join(', ') || '–'],
      [t('chat.transcript.messages'), format.integer(messages.length)],
    ];
    if (oldest !== undefined && newest !== undefined)
      facts.push([
        t('chat.transcript.range'),
        t('chat.transcript.fromTo', { from: format.dateTime(oldest), to: format.dateTime(newest) }),
      ]);
    facts.push(
      [t('chat.transcript.zone'), format.timeZone],
      [t('chat.transcript.notes'), t(withNotes ? 'chat.transcript.notesIn' : 'chat.transcript.notesOut')],
      [t('chat.transcript.made'), format.dateTime(gatewayNow())],
    );
    const head: TranscriptHead = {
      title: t('chat.transcript.title', { name: customer.name }),
      facts,
      warnings: complete
        ? []
        : [
            oldest === undefined
              ? t('chat.transcript.missingAll')
              : t('chat.transcript.missing', { from: format.dateTime(oldest) }),
          ],
    };
    return head;
  };

  const write = async (choice: ExportChoice, found: Collected, signal: AbortSignal): Promise<void> => {
    const total = found.messages.length;
    const onProgress = (messages: number): void => {
      if (!signal.aborted) setStep({ kind: 'writing', messages: Math.min(messages, total), total });
    };
    onProgress(0);
    const { orders } = await bridge.call('chat.conversation', { conversationId: conversation.id });
    signal.throwIfAborted();
    const words: TranscriptWords = {
      note: t('chat.messages.note'),
      attachment: (name, size) => t('chat.messages.attachment', { name, size }),
      removed: (name, reason) => t('chat.redact.plain', { name, reason }),
      page: (page) => t('chat.transcript.page', { page }),
      unshown: (count) => t('chat.transcript.unshown', { count }),
    };
    const transcript = {
      language: i18n.language,
      head: headOf(orders, found, choice.withNotes),
      lines: linesOf(found.messages, format, words),
      words,
    };
    const file = await makeFile(choice.format, transcript, { signal, onProgress });
    const last = found.messages.at(-1)?.at ?? gatewayNow();
    const name = safeFileName(
      t('chat.transcript.file'),
      conversation.customer.name,
      format.calendarDay(last),
    );
    saveFile(`${name}.${file.extension}`, file.parts, file.type);
    toast({
      tone: file.unshown > 0 ? 'warn' : 'ok',
      title: (say) => say.t('chat.transcript.saved', { count: total }),
      body: file.unshown > 0 ? (say) => say.t('chat.transcript.unshown', { count: file.unshown }) : undefined,
    });
    onDone();
  };

  return {
    step,
    start: (choice) =>
      run(async (signal) => {
        setStep({ kind: 'reading', messages: 0, total: null });
        const found = await collect({
          conversationId: conversation.id,
          read: (input) => bridge.call('chat.messages', input),
          isLive: () => isLive(useConnection.getState()),
          withNotes: choice.withNotes,
          onProgress: (messages) => !signal.aborted && setStep({ kind: 'reading', messages, total: null }),
          signal,
        });
        if (found.complete) await write(choice, found, signal);
        else setStep({ kind: 'missing', found });
      }),
    goOn: (choice, found) => run((signal) => write(choice, found, signal)),
    cancel: () => {
      running.current?.abort();
      setStep({ kind: 'choose' });
    },
  };
}
