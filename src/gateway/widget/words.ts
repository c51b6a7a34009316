import { type Language, resolveLanguage } from '#shared/text/language.ts';

const en = {
  page: {
    title: 'Chat with us',
    connecting: 'Connecting…',
    intro: 'Enter your name and e-mail address. We reply to you here.',
    name: 'Name',
    email: 'E-mail',
    order: 'Order number',
    optional: '(optional)',
    start: 'Start conversation',
    codeIntro: 'We have sent a code to your e-mail address. With it, we know that it is you.',
    code: 'Code',
    confirm: 'Confirm',
    skip: 'Continue without it',
    conversation: 'Conversation',
    messages: 'Messages',
    yourMessage: 'Your message',
    write: 'Write a message',
    send: 'Send',
    attach: 'Attach files',
    files: 'Chosen files',
    end: 'End conversation',
    endTitle: 'End this conversation?',
    endText: 'You can no longer read or continue it here. The shop keeps it.',
    keep: 'Continue',
    unsend: 'Do not send it',
    script: 'This page needs JavaScript.',
  },
  script: {
    you: 'You',
    sending: 'sending…',
    removed: 'This message was removed.',
    sent: 'Sent',
    read: 'Read',
    leads: 'leads to {{target}}',
    left: '{{count}} characters left',
    leftOne: '{{count}} character left',
    over: '{{count}} characters too many. A message can have up to {{max}}.',
    overOne: '{{count}} character too many. A message can have up to {{max}}.',
    connected: 'Connected',
    lost: 'Connection lost. Reconnecting…',
    typing: '{{name}} is typing…',
    place: 'You are number {{place}} in the queue.',
    placeFar: '{{place}} or more people are waiting before you.',
    notSent: 'Your message has not been sent yet.',
    retrying: 'Retrying…',
    maskedCards: 'We removed a card number from your message.',
    maskedWords: 'We removed words from your message that are not shown here.',
    slowedFast: 'You are writing very fast. Your message is sent in {{seconds}} s.',
    slowedRepeat: 'You have just sent the same message. It is sent again in {{seconds}} s.',
    notAccepted: 'Your message was not accepted.',
    offline: 'You are offline. Your message will be sent when you reconnect.',
    unreachable: 'Cannot reach the shop. Retrying…',
    tryAgain: 'Cannot reach the shop. Please try again.',
    failed: 'Something went wrong. Please try again.',
    wrongCode: 'This code is wrong or no longer valid.',
    fileFailed: 'The file could not be sent.',
    fileGone: 'The file cannot be fetched at the moment.',
    fileProgress: 'Sending {{name}}',
    fileRemove: 'Remove',
    fileRemoveNamed: 'Remove {{name}}',
    filesMany: 'A message can have at most {{max}} files.',
    filesShow: 'Show',
    filesShowNamed: 'Show {{name}}',
  },
  mail: {
    subject: '{{code}} is your code',
    text: 'Enter this code in the chat to show that this address is yours: {{code}}\n\nIt works for ten minutes. If you did not ask for it, ignore this message.\n',
  },
} as const;

/** The words of the page, its script and its mail. */
export type WidgetWords = {
  readonly [G in keyof typeof en]: { readonly [K in keyof (typeof en)[G]]: string };
};

const de: WidgetWords = {
  page: {
    title: 'Chatten Sie mit uns',
    connecting: 'Verbindung wird hergestellt …',
    intro: 'Geben Sie Ihren Namen und Ihre E-Mail-Adresse ein. Wir antworten Ihnen hier.',
    name: 'Name',
    email: 'E-Mail',
    order: 'Bestellnummer',
    optional: '(freiwillig)',
    start: 'Unterhaltung beginnen',
    codeIntro:
      'Wir haben Ihnen einen Code an Ihre E-Mail-Adresse gesendet. Damit wissen wir, dass Sie es sind.',
    code: 'Code',
    confirm: 'Bestätigen',
    skip: 'Ohne Code fortfahren',
    conversation: 'Unterhaltung',
    messages: 'Nachrichten',
    yourMessage: 'Ihre Nachricht',
    write: 'Nachricht schreiben',
    send: 'Senden',
    attach: 'Dateien anhängen',
    files: 'Ausgewählte Dateien',
    end: 'Unterhaltung beenden',
    endTitle: 'Diese Unterhaltung beenden?',
    endText: 'Sie können sie hier nicht mehr lesen oder fortsetzen. Der Shop behält sie.',
    keep: 'Fortsetzen',
    unsend: 'Nicht senden',
    script: 'Diese Seite benötigt JavaScript.',
  },
  script: {
    you: 'Sie',
    sending: 'wird gesendet …',
    removed: 'Diese Nachricht wurde entfernt.',
    sent: 'Gesendet',
    read: 'Gelesen',
    leads: 'führt zu {{target}}',
    left: 'noch {{count}} Zeichen',
    leftOne: 'noch {{count}} Zeichen',
    over: '{{count}} Zeichen zu viel. Eine Nachricht darf höchstens {{max}} haben.',
    overOne: '{{count}} Zeichen zu viel. Eine Nachricht darf höchstens {{max}} haben.',
    connected: 'Verbunden',
    lost: 'Verbindung unterbrochen. Sie wird wiederhergestellt …',
    typing: '{{name}} schreibt …',
    place: 'Sie sind Nummer {{place}} in der Warteschlange.',
    placeFar: 'Vor Ihnen warten {{place}} oder mehr Personen.',
    notSent: 'Ihre Nachricht wurde noch nicht gesendet.',
    retrying: 'Neuer Versuch …',
    maskedCards: 'Wir haben eine Kartennummer aus Ihrer Nachricht entfernt.',
    maskedWords: 'Wir haben Wörter aus Ihrer Nachricht entfernt, die hier nicht angezeigt werden.',
    slowedFast: 'Sie schreiben sehr schnell. Ihre Nachricht wird in {{seconds}} s gesendet.',
    slowedRepeat: 'Sie haben dieselbe Nachricht gerade gesendet. Sie wird in {{seconds}} s erneut gesendet.',
    notAccepted: 'Ihre Nachricht wurde nicht angenommen.',
    offline: 'Sie sind offline. Ihre Nachricht wird gesendet, sobald die Verbindung wieder steht.',
    unreachable: 'Der Shop ist nicht erreichbar. Neuer Versuch …',
    tryAgain: 'Der Shop ist nicht erreichbar. Bitte versuchen Sie es erneut.',
    failed: 'Etwas ist schiefgegangen. Bitte versuchen Sie es erneut.',
    wrongCode: 'Dieser Code ist falsch oder nicht mehr gültig.',
    fileFailed: 'Die Datei konnte nicht gesendet werden.',
    fileGone: 'Die Datei kann im Moment nicht geholt werden.',
    fileProgress: '{{name}} wird gesendet',
    fileRemove: 'Entfernen',
    fileRemoveNamed: '{{name}} entfernen',
    filesMany: 'Eine Nachricht kann höchstens {{max}} Dateien haben.',
    filesShow: 'Anzeigen',
    filesShowNamed: '{{name}} anzeigen',
  },
  mail: {
    subject: '{{code}} ist Ihr Code',
    text: 'Geben Sie diesen Code im Chat ein, um zu zeigen, dass diese Adresse Ihnen gehört: {{code}}\n\nEr gilt zehn Minuten. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht.\n',
  },
};

/** The words in each language. */
export const WIDGET_WORDS: Readonly<Record<Language, WidgetWords>> = { en, de };

/** Returns the language of a visitor: the one that the link asks for, else the browser's first that there are words in. */
export function languageFor(asked: string | undefined, acceptLanguage: string | undefined): Language {
  const preferred = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry, at) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const q = parameters.map((part) => /^\s*q=([\d.]+)\s*$/.exec(part)?.[1]).find((value) => value);
      return { tag, at, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .map(({ tag }) => tag);
  return resolveLanguage(undefined, asked === undefined ? preferred : [asked, ...preferred]);
}
