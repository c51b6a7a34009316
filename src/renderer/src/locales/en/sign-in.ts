/** Words of the sign-in page. */
export const signIn = {
  signIn: {
    title: 'Sign in',
    tagline: 'Operations console',
    demoTitle: 'Demo store',
    demoBody: 'Real order history, replayed. Choose who you want to be:',
    can: {
      viewer: 'Reads dashboards and stock',
      agent: 'Answers customers, reserves stock',
      manager: 'Changes stock, handles alerts and refunds',
      admin: 'Everything, with users and settings',
    },
    orPassword: 'or with a password',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    changeServer: 'Change',
    wrong: 'The user name or the password is not right. Nothing was changed; check both and try again.',
    throttled: 'Too many attempts. Wait {{time}} and try again.',
    unreachable:
      'The server {{server}} does not answer. Check that it runs and that the address is right, then try again.',
    noServer: 'no server set',
  },
  actions: { signOut: 'Sign out' },
} as const;
