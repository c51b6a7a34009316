/** The attention queue. */
export const attention = {
  attention: {
    title: 'Attention',
    body: 'What needs your attention, the most urgent first.',
    count_one: '{{count}} entry.',
    count_other: '{{count}} entries.',
    more: 'The first {{shown}} of {{total}}.',
    badge_one: '{{count}} overdue or critical',
    badge_other: '{{count}} overdue or critical',
    empty: 'Nothing needs your attention',
    emptyBody: 'Waiting customers, service times that run out and your alerts appear here.',
    alert: 'Alert',
    yours: '{{why}} · Assigned to you',
    nobodys: '{{why}} · Assigned to no one',
    waitingDue: 'Customer has waited for {{time}} · {{kind}} due in {{left}}',
    reasons: {
      clock_breached: '{{kind}} overdue by {{time}}',
      clock_warning: '{{kind}} due in {{time}}',
      clock_running: '{{kind}} due in {{time}}',
      waiting: 'Customer has waited for {{time}}',
      alert_critical: 'Your critical alert, raised {{time}} ago',
      alert_warning: 'Your alert, raised {{time}} ago',
      alert_info: 'Your note, raised {{time}} ago',
    },
  },
  widgets: {
    titles: { attention: { queue: 'What needs attention' } },
    texts: {
      attention: {
        queue: 'Waiting customers, clocks and your alerts, the most urgent first.',
      },
    },
  },
  pages: { attention: 'Attention' },
  shortcuts: {
    attention: 'Go to Attention',
  },
};
