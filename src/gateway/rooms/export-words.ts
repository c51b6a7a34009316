import type { RoomExportWords, TranscriptTimes } from '#shared/text/transcript/room.ts';

/** The words of the files that the gateway writes. */
export const exportWords: RoomExportWords = {
  language: 'en',
  note: 'Note',
  title: (room) => `Private room: ${room}`,
  unnamed: 'Unnamed',
  topic: 'Topic',
  members: 'Members',
  made: 'Made',
  messages: 'Messages',
  exported: 'Exported',
  reason: 'Reason',
  id: 'Export',
  zone: 'Time zone',
  byAt: (name, time) => `${name}, ${time}`,
  shared: (conversationId, messageId) => `Shared message ${messageId} of conversation ${conversationId}`,
  line: (reason) => `Exported this room. Reason: ${reason}`,
};

/** Returns how the gateway writes times: the numbers of ISO 8601, in the workspace's time zone. */
export function exportTimes(timeZone: string): TranscriptTimes {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' });
  return {
    timeZone,
    calendarDay: (at) => date.format(at),
    longDay: (at) => date.format(at),
    clock: (at) => time.format(at),
    dateTime: (at) => `${date.format(at)} ${time.format(at)}`,
  };
}
