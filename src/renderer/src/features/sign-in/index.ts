import { LogOut } from 'lucide-react';
import { bridge } from '../../bridge/client.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { signIn as de } from '../../locales/de/sign-in.ts';
import { signIn as en } from '../../locales/en/sign-in.ts';

export { SignIn } from './sign-in.tsx';

/** Signing in and out. The app shows its page while no one is signed in. */
export const signIn: FeatureDefinition<typeof en> = {
  name: 'sign-in',
  words: { en, de },
  actions: [
    {
      id: 'sign-out',
      label: 'actions.signOut',
      icon: LogOut,
      run: () => bridge.call('session.sign_out', {}),
    },
  ],
};
