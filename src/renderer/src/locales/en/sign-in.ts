/** Words of the sign-in page. */
export const signIn = {
  signIn: {
    title: 'Sign in',
    tagline: 'Operations console',
    demoTitle: 'Demo store',
    demoBody: 'Real order history, replayed. Choose who to sign in as:',
    can: {
      viewer: 'Views dashboards and stock',
      agent: 'Answers customers, reserves stock',
      manager: 'Adjusts stock, handles alerts and refunds',
      admin: 'Everything, including users and settings',
    },
    orPassword: 'Or sign in with a password',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    changeServer: 'Change',
    wrong: 'Incorrect username or password.',
    throttled: 'Too many attempts. Try again in {{time}}.',
    unreachable:
      'The server at {{server}} is not responding. Check that it is running and that the address is correct, then try again.',
    noServer: 'No server set',
    back: 'Back to the saved data',
  },
  actions: { signOut: 'Sign out' },
} as const;
