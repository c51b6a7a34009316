import type { TFunction } from 'i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { CONVERSATION_CHANNELS } from '#shared/domain/chat.ts';
import type { ReportGroup } from '#shared/domain/reports.ts';

/** A group of a report. */
export type ReportRow = Pick<MethodOutput<'reports.report'>['groups'][number], 'key' | 'name'>;

/** Returns the name of a group, as people read it. */
export function groupName({ key, name }: ReportRow, by: ReportGroup, t: TFunction): string {
  if (key === '') return t(`reports.none.${by}`);
  const channel = by === 'channel' ? CONVERSATION_CHANNELS.find((known) => known === key) : undefined;
  return channel === undefined ? (name ?? key) : t(`chat.channel.${channel}`);
}
