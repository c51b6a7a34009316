import type { watchdog as en } from '../en/watchdog.ts';
import type { Words } from '../words.ts';

export const watchdog: Words<typeof en> = {
  watchdog: {
    run: 'Jetzt prüfen',
    running: 'Prüft …',
    runTitle: 'Letzte Prüfung',
    never: 'Der Bestand wurde noch nicht geprüft',
    neverBody: 'Die erste Prüfung läuft von selbst. Sie können auch jetzt eine starten.',
    finished: 'Beendet',
    trigger: { schedule: 'Nach Plan', hand: 'Von Hand' },
    startedBy: 'Gestartet',
    levels: 'Bestände',
    movements: 'Summierte Bewegungen',
    duration: 'Dauer',
    differences: 'Abweichungen',
    clean: 'Keine Abweichungen',
    cleanBody:
      'Jeder Bestand entspricht der Summe seiner Bewegungen, und zugesagt ist genau, was Reservierungen halten.',
    more: 'Gezeigt werden die neuesten {{shown}} von {{total}} Abweichungen.',
    item: 'Artikel',
    location: 'Standort',
    kind: { ledger: 'Bestand und Journal', reservations: 'Zugesagt und Reservierungen' },
    checked: 'Verglichen',
    is: 'Ist',
    ought: 'Soll',
    found: 'Gefunden',
    repair: 'Reparieren …',
    pending: 'Reparatur unterwegs',
    counts: { onHand: 'Vorhanden', committed: 'Zugesagt', unavailable: 'Nicht verfügbar' },
    title: '{{item}} reparieren',
    ledgerBody:
      'Der Bestand an {{location}} wird auf die Summe seiner Bewegungen gesetzt. Das Journal bleibt, wie es ist. Das Protokoll hält beide Werte und Ihren Grund fest.',
    reservationsBody:
      'Was an {{location}} zugesagt ist, wird auf das gesetzt, was offene Reservierungen halten, als Eintrag im Journal. Das Protokoll hält beide Werte und Ihren Grund fest.',
    reason: 'Grund',
    action: 'Reparieren',
    offline: 'Prüfungen laufen auf dem Server. Sie können eine starten, sobald die Verbindung wieder da ist.',
  },
  channels: { watchdog: 'Bestandsprüfung' },
  activity: {
    watchdog: {
      run_finished: 'Bestand geprüft: {{levels}} Bestände, {{count}} abweichend',
      difference_found: 'Bestand weicht vom Journal ab: {{item}}, {{location}}',
      difference_ended: 'Bestandsabweichung beendet: {{item}}, {{location}}',
    },
  },
  commands: { 'watchdog.run': 'Bestandsprüfung', 'watchdog.repair': 'Bestandsreparatur' },
  pages: { watchdog: 'Bestandsprüfung' },
  shortcuts: { watchdog: 'Zur Bestandsprüfung' },
};
