import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Provenance } from '#shared/bridge/contract.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useIsLive } from '../stores/connection.ts';
import { Explained } from './explained.tsx';
import { Panel } from './panel.tsx';

/** How current the data of a widget is, as a sentence. */
export function AsOf({ asOf }: { readonly asOf: Provenance | undefined }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (asOf === undefined) return null;
  return (
    <span className="mt-2 block border-t border-line pt-2 text-xs text-ink-3">
      {asOf.at === null
        ? t('connection.neverCurrent')
        : t('connection.provenance', { time: format.moment(asOf.at), seq: format.integer(asOf.seq) })}
    </span>
  );
}

/**
 * The frame of a widget on a board: title, what its numbers mean and how current they are, and its own actions. Grey and hatched
 * while the console is not live. It takes the whole place that the board gives it.
 */
export function WidgetPanel({
  title,
  source,
  asOf,
  actions,
  bodyClassName,
  children,
}: {
  readonly title: string;
  /** Where the numbers come from. */
  readonly source: ReactNode;
  readonly asOf: Provenance | undefined;
  readonly actions?: ReactNode;
  readonly bodyClassName?: string;
  readonly children: ReactNode;
}): ReactNode {
  const live = useIsLive();
  return (
    <Panel
      title={title}
      className="h-full overflow-hidden"
      actions={
        <>
          {actions}
          <Explained name={title}>
            {source}
            <AsOf asOf={asOf} />
          </Explained>
        </>
      }
      stale={!live}
      {...(bodyClassName === undefined ? {} : { bodyClassName })}
    >
      {bodyClassName === undefined ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
        <div
          role="group"
          aria-label={title}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="@container h-full overflow-auto focus-visible:-outline-offset-2"
        >
          {children}
        </div>
      ) : (
        children
      )}
    </Panel>
  );
}
