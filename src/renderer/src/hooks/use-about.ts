import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { CommandAbout } from '../lib/about.ts';
import { useCatalog } from './use-catalog.ts';
import { useFormat } from './use-format.ts';

const NOT_READ: CommandAbout = { subject: null, content: '' };

/** Returns what a command in the outbox is about; without its subject until that has been read from the cache. */
export function useAbout(entry: OutboxEntry): CommandAbout {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { about } = useCatalog();
  const { data } = useQuery({
    queryKey: ['outbox', 'about', entry.id, i18n.language],
    queryFn: () => about(entry, { t, format }),
    meta: { record: entry.id },
  });
  return data ?? NOT_READ;
}
