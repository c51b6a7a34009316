import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files');
}

/** Takes files that are dropped anywhere on what it surrounds. Without `onAdd`, it takes none. */
export function DropZone({
  onAdd,
  className,
  children,
}: {
  readonly onAdd: ((files: Iterable<File>) => void) | null;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  // Entering a child leaves its parent.
  const depth = useRef(0);
  const end = (): void => {
    depth.current = 0;
    setOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of three ways; the button is the one for the keyboard
    <div
      className={className}
      onDragEnter={(event) => {
        if (!onAdd || !hasFiles(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        // Without it, the browser would open the file in place of the page.
        event.preventDefault();
        event.dataTransfer.dropEffect = onAdd ? 'copy' : 'none';
      }}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) end();
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        end();
        onAdd?.([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-2 z-30 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-accent-soft text-md font-semibold text-ink"
        >
          {t('chat.files.drop')}
        </div>
      )}
    </div>
  );
}
