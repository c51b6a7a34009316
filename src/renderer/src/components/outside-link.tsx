import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutsideAddress } from '#shared/text/parts.ts';
import { bridge } from '../bridge/client.ts';
import { Button } from './button.tsx';
import { Dialog } from './overlay.tsx';

const LINK = 'underline decoration-1 underline-offset-2 hover:decoration-2';
const OPEN =
  'inline-flex h-[30px] shrink-0 items-center justify-center rounded-md border border-transparent bg-accent px-2.5 font-medium whitespace-nowrap text-on-accent hover:bg-accent-hover';

/** Whether the host asks before it opens an address by itself, as the desktop application does. */
function useHostAsks(): boolean {
  const { data } = useQuery({
    queryKey: ['app', 'info'],
    queryFn: () => bridge.call('app.info', {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.host === 'electron';
}

/**
 * A link out of the console. Where it really leads stands beside it unless the text says so. Before it opens, the whole address is
 * shown once more; pages opened that way cannot reach this one.
 */
export function OutsideLink({
  address,
  children,
}: {
  readonly address: OutsideAddress;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const hostAsks = useHostAsks();
  const [asking, setAsking] = useState(false);
  const { href, target, disguised } = address;
  const ask = (event: MouseEvent): void => {
    if (hostAsks) return;
    event.preventDefault();
    setAsking(true);
  };
  return (
    <bdi>
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={ask}
        onAuxClick={(event) => event.button === 1 && ask(event)}
        className={LINK}
      >
        {children}
      </a>
      {disguised && (
        <span
          dir="ltr"
          data-target
          className="ms-1 inline-flex items-center gap-1 rounded-sm bg-warn-soft px-1 text-xs text-warn"
        >
          <TriangleAlert size={11} aria-hidden className="shrink-0" />
          {t('links.leads', { target })}
        </span>
      )}
      {asking && <Question address={address} onClose={() => setAsking(false)} />}
    </bdi>
  );
}

function Question({
  address: { href, target, disguised },
  onClose,
}: {
  readonly address: OutsideAddress;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  const notes = [
    disguised ? t('links.disguised') : '',
    href.startsWith('http:') ? t('links.unencrypted') : '',
  ].filter(Boolean);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('links.title', { target })}
      description={t('links.body')}
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <a href={href} target="_blank" rel="noopener noreferrer" onClick={onClose} className={OPEN}>
            {t('links.open')}
          </a>
        </>
      }
    >
      <p
        dir="ltr"
        data-address
        className="max-h-48 overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all"
      >
        {href}
      </p>
      {notes.map((note) => (
        <p key={note} className="mt-2 flex items-start gap-2 text-warn">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          {note}
        </p>
      ))}
    </Dialog>
  );
}
