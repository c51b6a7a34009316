/** An event of a stream, as server-sent events are. */
export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A stream of server-sent events. */
export interface EventStream {
  /** Waits for the next event of a kind; skips others. */
  next(event: string): Promise<StreamEvent>;
  /** Waits for the next event of any kind. */
  any(): Promise<StreamEvent>;
  close(): void;
}

/** Listens to a stream. Throws if it is refused. */
export async function listenTo(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  if (response.status !== 200 || response.body === null) throw new Error(`no stream: ${response.status}`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const read = async (kind: string | null): Promise<StreamEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += decoder.decode(value, { stream: true });
        continue;
      }
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => line.split(/: (.*)/s, 2)),
      );
      text = text.slice(end + 2);
      const event = fields['event'];
      if (event !== undefined && (kind === null || event === kind))
        return {
          id: fields['id'] ?? '',
          event,
          data: JSON.parse(fields['data'] ?? '{}') as Record<string, unknown>,
        };
    }
  };
  return { next: read, any: () => read(null), close: () => stop.abort() };
}
