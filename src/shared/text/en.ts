/**
 * English texts shown by both main (native notifications) and the renderer (toasts), in i18next's format. A toast's
 * `message` names a key of `toast`.
 */
export const en = {
  categories: {
    stock: 'Stock',
    chat: 'Chat',
    system: 'System',
  },
  toast: {
    alert_low_stock: 'Low stock: {{item}} at {{location}}, {{value}} left',
    alert_out_of_stock: 'Out of stock: {{item}} at {{location}}',
    alert_manual: '{{message}}',
    chat_message: '{{customer}}: {{preview}}',
    command_refused: 'A change was rejected: {{reason}}',
    flood: 'Just now: $t(toast.alerts, {"count": {{alerts}} }), $t(toast.messages, {"count": {{messages}} })',
    caught_up:
      'While you were away: $t(toast.alerts, {"count": {{alerts}} }), $t(toast.messages, {"count": {{messages}} })',
    alerts_zero: 'no alerts',
    alerts_one: '{{count}} alert',
    alerts_other: '{{count}} alerts',
    messages_zero: 'no customer messages',
    messages_one: '{{count}} customer message',
    messages_other: '{{count}} customer messages',
  },
  native: {
    show: 'Open Quayside',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    reload: 'Reload',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    resetZoom: 'Actual size',
    fullScreen: 'Full screen',
    window: 'Window',
    minimize: 'Minimize',
    close: 'Close',
    about: 'About Quayside',
    hide: 'Hide Quayside',
    hideOthers: 'Hide others',
    showAll: 'Show all',
    openOutside: 'Open {{host}} in your browser?',
    open: 'Open',
    cancel: 'Cancel',
    startFailed: 'Quayside could not start',
    startFailedDetail: '{{reason}}\n\nYour data was not changed. The log is in {{log}}.',
    stoppedTitle: 'This window stopped working',
    stoppedDetail:
      'It was reloaded twice and stopped again. Your data and unsent changes are safe on this computer. The log is in {{log}}.',
    tryAgain: 'Try again',
  },
  errors: {
    unauthenticated: 'You are signed out',
    forbidden: 'Not allowed',
    not_found: 'Not found',
    invalid: 'Invalid input',
    conflict: 'Changed in the meantime',
    insufficient_stock: 'Not enough stock',
    idempotency_conflict: 'Already sent with different content',
    expired: 'Too old to be sent without asking',
    withdrawn: 'Withdrawn',
    rate_limited: 'Too many requests',
    too_large: 'Too large',
    unavailable: 'Temporarily unavailable',
    internal: 'Something went wrong',
  },
} as const;

/** The texts that every language must provide. */
export type SharedTexts = {
  readonly [G in keyof typeof en]: { readonly [K in keyof (typeof en)[G]]: string };
};
