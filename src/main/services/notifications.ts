import type { StreamItem } from '#shared/bridge/index.ts';
import { type AlertDelivery, isToasted } from '#shared/domain/alert-delivery.ts';
import { isWanted, type NotificationChoice } from '#shared/domain/notifications.ts';
import type { Language } from '#shared/text/language.ts';
import type { Engine } from '../engine/api/engine.ts';
import type { Notifier } from '../ports.ts';
import type { Texts } from './texts.ts';

const MAX_BODY = 200;

/** What native notifications depend on. */
export interface NotificationsOptions {
  readonly engine: Engine;
  readonly notifier: Notifier;
  readonly texts: Texts;
  /** The language to show; may change between calls. */
  readonly language: () => Language;
  /** Whether the user wants native notifications. */
  readonly wanted: () => boolean;
  /** What the user wants to be told about. */
  readonly choice: () => NotificationChoice;
  /** How the user wants to be told about alerts. */
  readonly delivery: () => AlertDelivery;
  /** Whether the user is looking at the console; its own toasts suffice then. */
  readonly watched: () => boolean;
}

/** Shows the engine's toasts as native notifications while the user is not looking at the console. */
export class NotificationsService {
  readonly #options: NotificationsOptions;
  #stop: (() => void) | null = null;

  constructor(options: NotificationsOptions) {
    this.#options = options;
  }

  /** Starts showing notifications, if the host has any. Does nothing when called again. */
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
    const { notifier, texts, language, wanted, choice, delivery, watched } = this.#options;
    if (!wanted() || watched()) return;
    const wantedOnes = toasts.filter(
      ({ about, alert }) => isWanted(choice(), about) && isToasted(delivery(), alert),
    );
    for (const toast of wantedOnes) {
      const { title, body } = texts.toast(toast, language());
      notifier.show({ id: toast.id, title, body: body.slice(0, MAX_BODY), subject: toast.subject });
    }
  }
}
