import type { signIn as en } from '../en/sign-in.ts';
import type { Words } from '../words.ts';

export const signIn: Words<typeof en> = {
  signIn: {
    title: 'Anmelden',
    tagline: 'Betriebskonsole',
    demoTitle: 'Demo-Shop',
    demoBody:
      'Ein simulierter Shop mit echten Produkten und Bestellungen. Als wen möchten Sie sich anmelden?',
    can: {
      viewer: 'Sieht Kennzahlen, Bestand und Warnungen',
      agent: 'Beantwortet Kundenanfragen, reserviert Bestand',
      manager: 'Passt außerdem Bestand an, bearbeitet Warnungen und Erstattungen',
      admin: 'Verwaltet außerdem Benutzer und API-Schlüssel, liest das Protokoll',
    },
    orPassword: 'Oder mit Passwort anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    changeServer: 'Ändern',
    disabled: 'Dieses Konto ist gesperrt. Fragen Sie eine Administratorin oder einen Administrator.',
    ended: {
      account_disabled:
        'Dieses Konto wurde gesperrt, deshalb sind Sie abgemeldet. Fragen Sie eine Administratorin oder einen Administrator.',
      session_ended:
        'Ihre Sitzung wurde beendet: von der Verwaltung, durch ein neues Passwort oder weil sie doppelt benutzt wurde. Melden Sie sich wieder an.',
    },
    wrong: 'Benutzername oder Passwort ist falsch.',
    throttled: 'Zu viele Versuche. Versuchen Sie es in {{time}} erneut.',
    unreachable:
      'Der Server unter {{server}} antwortet nicht. Prüfen Sie, ob er läuft und die Adresse stimmt, und versuchen Sie es erneut.',
    certificate:
      'Dieser Computer vertraut dem Zertifikat von {{server}} nicht. Vielleicht ist es abgelaufen, gilt für einen anderen Namen oder stammt von einer privaten Stelle. Fragen Sie Ihre Administration.',
    wrongOffline:
      'Der Server unter {{server}} antwortet nicht, und dies ist nicht das Passwort der letzten Anmeldung auf diesem Computer.',
    noServer: 'Kein Server angegeben',
    back: 'Zurück zu den gespeicherten Daten',
  },
  actions: { signOut: 'Abmelden' },
};
