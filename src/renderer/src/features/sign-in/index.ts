import { LogOut } from 'lucide-react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { signIn as de } from '../../locales/de/sign-in.ts';
import { signIn as en } from '../../locales/en/sign-in.ts';
import { signOut } from '../../stores/leaving.ts';

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
      run: signOut,
    },
  ],
};
