import { z } from 'zod';
import { sayRefusal } from '../text/say.ts';
import type { CodedText } from './coded-text.ts';
import { isCommonPassword } from './common-passwords.ts';
import { Id, Timestamp } from './ids.ts';
import { isTimeZone } from './time.ts';

/** The roles, lowest first. Each role includes the rights of the roles before it. */
export const ROLES = ['viewer', 'agent', 'manager', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** The public profile of a team member. */
export const TeamUser = z.object({
  id: Id,
  username: z.string().min(1).max(80),
  name: z.string().min(1).max(200),
  role: Role,
});
export type TeamUser = z.infer<typeof TeamUser>;

/** A user as administrators see them. */
export const User = TeamUser.extend({
  /** When the user was disabled, ms; null for one who can sign in. */
  disabledAt: Timestamp.nullable().default(null),
});
export type User = z.infer<typeof User>;

/** Returns what everyone may know about a user. */
export function profileOf({ id, username, name, role }: TeamUser): TeamUser {
  return { id, username, name, role };
}

/** No control characters, no halves of surrogate pairs, no spaces before and after: a name that can be typed again. */
export const TYPABLE = /^(?!\s)[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*(?<!\s)$/u;

/** A username to sign in with. The one rule for all that creates users or signs them in. */
export const Username = z
  .string()
  .min(1, 'Enter a username.')
  .max(80, 'Use at most 80 characters.')
  .regex(TYPABLE, 'Use no spaces before or after the username, and no control characters.');

/** The profile of a user to create. Profiles that exist may be older than these rules. */
export const NewTeamUser = z.strictObject({
  id: Id,
  username: Username,
  name: z
    .string()
    .min(1, 'Enter a name.')
    .max(200, 'Use at most 200 characters.')
    .regex(TYPABLE, 'Use no spaces before or after the name, and no control characters.'),
  role: Role,
});

/** The least and greatest length of a password. The greatest bounds what one attempt costs the gateway. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;

/** A password handed in to sign in with. */
export const GivenPassword = z.string().min(1).max(PASSWORD_LENGTH.max);

/** How passwords are hashed: argon2id, 19 MiB, two passes; the first recommendation of the OWASP Password Storage Cheat Sheet. */
export const PASSWORD_HASH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Why a password cannot be set: too short, too long, or easily guessed. */
export type WeakPassword = 'short' | 'long' | 'common';

/**
 * Returns why a password cannot be set; null if it can. The one rule for commands, the command line and the screen. `about`
 * are names of its owner, which are easily guessed.
 */
export function passwordWeakness(password: string, about: readonly string[] = []): WeakPassword | null {
  if (password.length < PASSWORD_LENGTH.min) return 'short';
  if (password.length > PASSWORD_LENGTH.max) return 'long';
  return isCommonPassword(
    password,
    about.flatMap((name) => [name, ...name.split(/\s+/)]),
  )
    ? 'common'
    : null;
}

/** What to say about a password that cannot be set. */
const WEAK_PASSWORD: Readonly<Record<WeakPassword, CodedText>> = {
  short: { id: 'password_short', values: { min: PASSWORD_LENGTH.min } },
  long: { id: 'password_long', values: { max: PASSWORD_LENGTH.max } },
  common: { id: 'password_common', values: {} },
};

/** Returns a parsing issue about a password that cannot be set. */
export function weakPasswordIssue(weakness: WeakPassword) {
  const why = WEAK_PASSWORD[weakness];
  return { code: 'custom', message: sayRefusal(why, 'en') ?? why.id, params: { why } } as const;
}

/** A password to set. */
export const NewPassword = z.string().superRefine((password, context) => {
  const weakness = passwordWeakness(password);
  if (weakness) context.addIssue({ ...weakPasswordIssue(weakness), abort: true });
});

/** A sign-in on one device, as administrators see it. */
export const Session = z.object({
  id: Id,
  userId: Id,
  /** What the device calls itself. */
  device: z.string().max(200),
  /** Where it was last used from. */
  address: z.string().max(100),
  startedAt: Timestamp,
  lastUsedAt: Timestamp,
});
export type Session = z.infer<typeof Session>;

/** A key that another program uses instead of a sign-in. The key itself is known to that program only. */
export const ApiKey = z.object({
  id: Id,
  name: z.string().min(1).max(100),
  /** Names of permissions; those of a newer gateway may be unknown here. */
  permissions: z.array(z.string().min(1).max(100)).max(100),
  createdAt: Timestamp,
  /** When it stops working, ms; null for never. */
  expiresAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** An API key as its owner holds it: 32 random bytes after a prefix by which it is recognised in files and logs. */
export const ApiKeySecret = z.string().regex(/^qk_[A-Za-z0-9_-]{43}$/, 'This is not an API key.');

/** A workspace setting: a key and its value. */
export const WorkspaceSetting = z.object({
  key: z.string().min(1).max(80),
  value: z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
});
export type WorkspaceSetting = z.infer<typeof WorkspaceSetting>;

/**
 * The setting with the workspace's time zone, an IANA name; null for the one that the gateway is configured with. Labels, days
 * and periods on every screen are in this zone.
 */
export const TIME_ZONE_SETTING = 'time_zone';

/** Whether a setting can be the workspace's time zone, if it is meant to be. */
export function isSettingValid({ key, value }: WorkspaceSetting): boolean {
  if (key !== TIME_ZONE_SETTING || value === null) return true;
  return typeof value === 'string' && isTimeZone(value);
}
