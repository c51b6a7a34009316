import { ImagePlus, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isItemImage } from '#shared/domain/items.ts';
import { Button } from '../../../components/button.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { smallPicture } from './small-picture.ts';

/** The picture of an item; nothing without one. */
export function Picture({
  image,
  name,
}: {
  readonly image: string | null;
  readonly name: string;
}): ReactNode {
  if (image === null || !isItemImage(image)) return null;
  return (
    <img
      src={image}
      alt={name}
      className="size-11 shrink-0 rounded-md border border-line bg-sunken object-contain"
    />
  );
}

/** Chooses or removes the picture of an item. It is made small here, before it is sent. */
export function PictureField({
  itemId,
  name,
  image,
}: {
  readonly itemId: string;
  readonly name: string;
  readonly image: string | null;
}): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { submit, submitting } = useCommand('inventory.set_item_image');
  const [refused, setRefused] = useState(false);
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const made = await smallPicture(file);
    setRefused(made === null);
    if (made !== null) await submit({ itemId, image: made });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Picture image={image} name={name} />
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={t('inventory.items.picture')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button size="sm" icon={ImagePlus} busy={submitting} onClick={() => input.current?.click()}>
        {t(image === null ? 'inventory.items.choosePicture' : 'inventory.items.changePicture')}
      </Button>
      {image !== null && (
        <Button size="sm" variant="danger" icon={Trash2} onClick={() => void submit({ itemId, image: null })}>
          {t('inventory.items.removePicture')}
        </Button>
      )}
      {refused && (
        <p role="alert" className="text-xs text-crit">
          {t('inventory.items.noPicture')}
        </p>
      )}
    </div>
  );
}
