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
      'Jeder Bestand und seine Teile entsprechen der Summe der Bewegungen, zugesagt ist genau, was Reservierungen halten, und erwartet wird, was Bestellungen und Umlagerungen noch liefern.',
    moreLots_one: 'und {{count}} weitere Charge',
    moreLots_other: 'und {{count}} weitere Chargen',
    more: 'Gezeigt werden die neuesten {{shown}} von {{total}} Abweichungen.',
    item: 'Artikel',
    location: 'Standort',
    kind: {
      ledger: 'Bestand und Journal',
      unavailable: 'Nicht verfügbar nach Grund',
      lots: 'Chargen und Journal',
      reservations: 'Zugesagt und Reservierungen',
      incoming: 'Erwartet und Bestellungen',
    },
    checked: 'Verglichen',
    is: 'Ist',
    ought: 'Soll',
    found: 'Gefunden',
    repair: 'Reparieren …',
    pending: 'Reparatur unterwegs',
    counts: {
      onHand: 'Vorhanden',
      committed: 'Zugesagt',
      unavailable: 'Nicht verfügbar',
      incoming: 'Erwartet',
    },
    title: '{{item}} reparieren',
    body: {
      ledger:
        'Der Bestand an {{location}} wird auf die Summe seiner Bewegungen gesetzt. Das Journal bleibt, wie es ist. Das Protokoll hält beide Werte und Ihren Grund fest.',
      unavailable:
        'Was an {{location}} aus jedem Grund nicht verfügbar ist, wird auf die Summe der Bewegungen gesetzt. Das Journal bleibt, wie es ist. Das Protokoll hält beide Werte und Ihren Grund fest.',
      lots: 'Die Chargen an {{location}} werden auf die Summe ihrer Bewegungen gesetzt. Das Journal bleibt, wie es ist. Das Protokoll hält beide Werte und Ihren Grund fest.',
      incoming:
        'Was an {{location}} erwartet wird, wird auf das gesetzt, was Bestellungen und Umlagerungen noch liefern. Das Protokoll hält beide Werte und Ihren Grund fest.',
      reservations:
        'Was an {{location}} zugesagt ist, wird auf das gesetzt, was offene Reservierungen halten, als Eintrag im Journal. Das Protokoll hält beide Werte und Ihren Grund fest.',
    },
    reason: 'Grund',
    figures: {
      title: 'Zahlen auf diesem Computer',
      body: 'Die Live-Seite zeigt Summen von Zahlungen, die dieser Computer nach Minuten, Stunden und Tagen, Standort, Produkt und Zahlungsart führt. Hier werden sie mit einer Nachzählung aller Zahlungen verglichen, die er hat.',
      recount: 'Nachzählen',
      recounting: 'Zählt …',
      rebuild: 'Neu aufbauen',
      never: 'Noch nicht gezählt. Die erste Zählung läuft zwei Minuten nach dem Start.',
      counted: 'Gezählt',
      payments: 'Zahlungen',
      sums: 'Verglichene Summen',
      differences: 'Abweichungen',
      clean: 'Alle Summen entsprechen den Zahlungen.',
      differ:
        'Summen, die abweichen. Beim Neuaufbau werden sie aus den Zahlungen neu gezählt; gesendet wird nichts.',
      failed: 'Die Zahlen konnten nicht gezählt werden. Versuchen Sie es gleich noch einmal.',
      period: 'Zeitraum',
      grains: {
        minute: 'Minute ab {{when}}',
        quarter: 'Viertelstunde ab {{when}}',
        hour: 'Stunde ab {{when}}',
        day: 'Tag (UTC) ab {{when}}',
      },
      kept: 'Geführt',
      recounted: 'Nachgezählt',
      sums_sales:
        '{{paid}} bezahlt ({{payments}}), {{refunded}} erstattet ({{refunds}}), {{orders}} Bestellungen, {{failed}} fehlgeschlagen, {{disputed}} angefochten',
      sums_products: '{{units}} Stück, {{revenue}}',
      sums_methods: '{{payments}} Versuche, {{amount}}',
      more: 'Gezeigt werden die ersten {{shown}} von {{total}}.',
    },
    action: 'Reparieren',
    offline: 'Prüfungen laufen auf dem Server. Sie können eine starten, sobald die Verbindung wieder da ist.',
  },
  channels: { watchdog: 'Bestandsprüfung' },
  activity: {
    watchdog: {
      run_finished: 'Bestand geprüft: {{levels}} Bestände, {{count}} abweichend',
      difference_found: 'Bestand ist nicht, was er sein sollte: {{item}}, {{location}}',
      difference_ended: 'Bestandsabweichung beendet: {{item}}, {{location}}',
    },
  },
  commands: { 'watchdog.run': 'Bestandsprüfung', 'watchdog.repair': 'Bestandsreparatur' },
  pages: { watchdog: 'Bestandsprüfung' },
  shortcuts: { watchdog: 'Zur Bestandsprüfung' },
};
