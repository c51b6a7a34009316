/** Words of the sign-in page. */
export const signIn = {
  signIn: {
    title: 'Sign in',
    tagline: 'Operations console',
    demoTitle: 'Demo store',
    demoBody: 'A simulated shop with real products and orders. Choose who to sign in as:',
    can: {
      viewer: 'Sees figures, stock and alerts',
      agent: 'Answers customers, reserves stock for them',
      manager: 'Also adjusts stock, handles alerts and refunds',
      admin: 'Also manages users and API keys, reads the audit',
    },
    orPassword: 'Or sign in with a password',
    username: 'Username',
    password: 'Password',
    submit: 'Sign in',
    changeServer: 'Change',
    wrong: 'Incorrect username or password.',
    disabled: 'This account is disabled. Ask an administrator.',
    ended: {
      account_disabled: 'An administrator has disabled this account, so you were signed out.',
      session_ended:
        'Your session was ended: by an administrator, by a change of your password, or because it was used twice. Sign in again.',
    },
    throttled: 'Too many attempts. Try again in {{time}}.',
    unreachable:
      'The server at {{server}} is not responding. Check that it is running and that the address is correct, then try again.',
    certificate:
      'This computer does not trust the certificate of {{server}}. It may have expired, be for another name or come from a private authority. Ask your administrator.',
    wrongOffline:
      'The server at {{server}} is not responding, and this is not the password of the last sign-in on this computer.',
    noServer: 'No server set',
    back: 'Back to the saved data',
  },
  actions: { signOut: 'Sign out' },
} as const;
