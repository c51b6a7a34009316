import type { signIn as en } from '../en/sign-in.ts';
import type { Words } from '../words.ts';

export const signIn: Words<typeof en> = {
  signIn: {
    title: 'Anmelden',
    tagline: 'Betriebskonsole',
    demoTitle: 'Demo-Shop',
    demoBody: 'Echte Bestellhistorie, nachgespielt. Wer möchten Sie sein?',
    can: {
      viewer: 'Liest Übersichten und Bestand',
      agent: 'Antwortet Kunden, reserviert Bestand',
      manager: 'Ändert Bestand, bearbeitet Warnungen und Erstattungen',
      admin: 'Alles, samt Benutzern und Einstellungen',
    },
    orPassword: 'oder mit Passwort',
    username: 'Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    changeServer: 'Ändern',
    wrong:
      'Benutzername oder Passwort stimmt nicht. Nichts wurde geändert; prüfen Sie beides und versuchen Sie es erneut.',
    throttled: 'Zu viele Versuche. Warten Sie {{time}} und versuchen Sie es erneut.',
    unreachable:
      'Der Server {{server}} antwortet nicht. Prüfen Sie, ob er läuft und die Adresse stimmt, und versuchen Sie es erneut.',
    noServer: 'kein Server angegeben',
  },
  actions: { signOut: 'Abmelden' },
};
