import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/**
 * The members of an Electron type that a fake implements. Methods become function types, because TypeScript compares
 * function types strictly but methods bivariantly. For an overloaded method, the last signature is used.
 */
export type Part<T, K extends keyof T> = {
  [P in keyof Pick<T, K>]: T[P] extends (...args: infer A) => infer R ? (...args: A) => R : T[P];
};

/** Members whose type is itself a fake. Only their names are checked against Electron. */
export type Nested<T, K extends keyof T, F> = Readonly<Record<K, F>>;

/** The events that a fake can fire. An entry that differs from Electron's declaration becomes `never`. */
export type Events<T extends { readonly on: unknown }, E extends Record<keyof E, readonly unknown[]>> = {
  readonly [K in keyof E]: T['on'] extends (event: K, listener: (...args: E[K]) => void) => unknown
    ? E[K]
    : never;
};

/** An emitter whose events have the arguments that Electron declares. */
export class FakeEmitter<E extends Record<keyof E, readonly unknown[]>> extends EventEmitter {
  /** Emits an event, as Electron would. */
  fire<K extends keyof E & string>(event: K, ...args: E[K]): void {
    this.emit(event, ...args);
  }
}

/** An event whose default action can be prevented. */
export class FakeEvent implements Part<Electron.Event, 'preventDefault' | 'defaultPrevented'> {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** A navigation, as the events of a page report it. */
export class FakeNavigation
  extends FakeEvent
  implements
    Electron.WebContentsDidStartNavigationEventParams,
    Electron.WebContentsWillFrameNavigateEventParams,
    Electron.WebContentsWillRedirectEventParams
{
  readonly frame: Electron.WebFrameMain | null = null;
  url: string;
  isMainFrame: boolean;
  isSameDocument: boolean;
  constructor(url: string, { isMainFrame = true, isSameDocument = false } = {}) {
    super();
    this.url = url;
    this.isMainFrame = isMainFrame;
    this.isSameDocument = isSameDocument;
  }
}
