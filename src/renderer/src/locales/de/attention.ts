/** Die Warteschlange. */
export const attention = {
  attention: {
    title: 'Was ansteht',
    body: 'Wer auf Sie wartet, das Dringendste zuerst.',
    count_one: '{{count}} Eintrag.',
    count_other: '{{count}} Einträge.',
    more: 'Die ersten {{shown}} von {{total}}.',
    badge_one: '{{count}} überfällig oder kritisch',
    badge_other: '{{count}} überfällig oder kritisch',
    empty: 'Niemand wartet auf Sie',
    emptyBody: 'Wartende Kunden, ablaufende Servicezeiten und Ihre Warnungen erscheinen hier.',
    alert: 'Warnung',
    yours: '{{why}} · Ihnen zugewiesen',
    nobodys: '{{why}} · Niemandem zugewiesen',
    waitingDue: 'Kunde wartet seit {{time}} · {{kind}} fällig in {{left}}',
    reasons: {
      clock_breached: '{{kind}} überfällig seit {{time}}',
      clock_warning: '{{kind}} fällig in {{time}}',
      clock_running: '{{kind}} fällig in {{time}}',
      waiting: 'Kunde wartet seit {{time}}',
      alert_critical: 'Ihre kritische Warnung, ausgelöst vor {{time}}',
      alert_warning: 'Ihre Warnung, ausgelöst vor {{time}}',
      alert_info: 'Ihr Hinweis, ausgelöst vor {{time}}',
    },
  },
  widgets: {
    titles: { attention: { queue: 'Was ansteht' } },
    texts: {
      attention: {
        queue: 'Wartende Kunden, Servicezeiten und Ihre Warnungen, das Dringendste zuerst.',
      },
    },
  },
  pages: { attention: 'Was ansteht' },
  shortcuts: {
    attention: 'Zu „Was ansteht“',
  },
};
