import type { settings as en } from '../en/settings.ts';
import type { Words } from '../words.ts';

export const settings: Words<typeof en> = {
  settings: {
    title: 'Einstellungen',
    connection: 'Verbindung',
    realtime: 'Live-Aktualisierung',
    realtimeHint: 'Wenn ausgeschaltet, bleiben die lokalen Daten unverändert, bis Sie aktualisieren.',
    appearance: 'Darstellung',
    theme: 'Design',
    themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    languages: { system: 'System', en: 'English', de: 'Deutsch' },
    singleKeys: 'Kürzel mit einzelnen Tasten',
    singleKeysHint:
      'Tasten wie G L und ? außerhalb von Textfeldern. Kürzel mit Strg oder ⌘ funktionieren immer.',
    notifications: 'Benachrichtigungen',
    notify: 'Benachrichtigungen anzeigen',
    notifyHint: 'In diesem Fenster und, falls unterstützt, als Systembenachrichtigungen.',
    security: 'Konto und Sicherheit',
    signedInAs: 'Angemeldet als',
    secretStore: 'Anmeldung gespeichert in',
    secretStores: {
      system: 'dem Schlüsselbund des Systems',
      file: 'einer Datei, die nur Ihr Benutzerkonto lesen kann',
      memory: 'dem Arbeitsspeicher, bis die Konsole geschlossen wird',
    },
    permissions: 'Berechtigungen',
    diagnostics: 'Diagnose',
    version: 'Version',
    host: 'Läuft in',
    hosts: { electron: 'einem eigenen Fenster', browser: 'einem Browser' },
    profile: 'Profil',
    cachedEvents: 'Gespeicherte Ereignisse',
    cacheBytes: 'Größe des Caches',
    appliedEvents: 'Seit dem Start verarbeitet',
    duplicateEvents: 'Übersprungene Duplikate',
    refusedEvents: 'Fehlerhafte Ereignisse abgewiesen',
    outboxPending: 'Noch nicht gesendet',
    loopDelay: 'Verzögerung der Engine',
    loopDelayValue: '99 % unter {{p99}} ms, höchstens {{longest}} ms',
    cursors: 'Position je Kanal',
    quarantinedBody:
      'Der Cache war nicht lesbar und wurde nach {{path}} verschoben. Ein neuer wurde vom Server aufgebaut.',
    quarantinedOutboxBody:
      'Die Datei mit ungesendeten Änderungen war beschädigt und wurde nach {{path}} verschoben. Was lesbar war, wurde behalten.',
    timeZone: 'Zeitzone des Arbeitsbereichs',
    currency: 'Währung des Arbeitsbereichs',
  },
  pages: { settings: 'Einstellungen' },
  shortcuts: { settings: 'Zu den Einstellungen' },
  actions: {
    themeLight: 'Helles Design verwenden',
    themeDark: 'Dunkles Design verwenden',
    themeSystem: 'Systemdesign verwenden',
  },
};
