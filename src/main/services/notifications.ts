import type { StreamItem } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { Engine } from '../engine/api/engine.ts';
import type { NativeNotification, Notifier } from '../ports.ts';

const TITLES: Readonly<Record<Toast['category'], string>> = {
  orders: 'Orders',
  stock: 'Stock',
  chat: 'Chat',
  sla: 'Service level',
  billing: 'Billing',
  security: 'Security',
  system: 'Quayside',
};
const MAX_BODY = 200;

export interface NotificationsOptions {
  readonly engine: Engine;
  readonly notifier: Notifier;
  /** Whether the user wants them. */
  readonly wanted: () => boolean;
  /** Whether somebody looks at the console: then its own toasts say it. */
  readonly watched: () => boolean;
}

/** The operating system's words for a toast: its category and its values. Translations live in the renderer. */
export function nativeOf(toast: Toast): NativeNotification {
  const said = Object.values(toast.values).map(String).filter(Boolean).join(' · ');
  return {
    id: toast.id,
    title: TITLES[toast.category],
    body: said.slice(0, MAX_BODY),
    subject: toast.subject,
  };
}

/** Shows the engine's toasts as notifications of the operating system while nobody looks at the console. */
export class NotificationsService {
  readonly #options: NotificationsOptions;
  #stop: (() => void) | null = null;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  /** Begins, where the host has notifications. Once begun it only goes on. */
  start(): void {
    const { engine, notifier } = this.#options;
    if (!notifier.available) return;
    this.#stop ??= engine.watch('notifications.toasts', {}, async (item) => this.#show(item));
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #show({ toasts }: StreamItem<'notifications.toasts'>): void {
    if (!this.#options.wanted() || this.#options.watched()) return;
    for (const toast of toasts) this.#options.notifier.show(nativeOf(toast));
  }
}
