/**
 * The words that the most common passwords are made of, in lower case without digits and signs. Taken together with
 * `isCommonPassword`, they stand for their derivations too: `Password123!`, `P@ssw0rd2024`, `qwertyqwerty`.
 */
const WORDS = `
aaron abcd abcde abcdef abcdefg abcdefgh abcdefghij access account adidas admin adminadmin administrator adobe alexander alexandra
amanda america andrea andrew angel angela angels anthony apple april arsenal asdasd asdf asdfasdf asdfg asdfgh asdfghjk asdfghjkl
ashley august austin azerty babygirl bailey banana barcelona baseball basketball batman beautiful bitcoin blahblah blink bonjour
booboo brandon bubbles buster butterfly caroline carolina changeme changeit changethis charles charlie cheese chelsea chester
chicken chocolate christian christine christmas christopher cinderella coffee computer cookie corvette cowboys crystal daniel
daniela danielle database december default demo demodemo diamond dolphin donald dragon dragonball drowssap dubsmash eagles
edward elizabeth eminem enter fallen ferrari fishing flower flowers football forever freedom friend friends fucking fuckyou
gabriel gateway gemini george ginger godzilla gofish golden google gordon guest guitar hahaha hannah hardcore harley hello
hellohello hellokitty hockey holiday horses hunter iloveu iloveyou iloveyousomuch inventory isabella jackson january jasmine
jennifer jessica jesus jesuschrist johnny jordan joseph joshua juventus killer kitten klaster kristina ladybug lakers letmein
letmeinnow letmeinplease liverpool lovely lovelove loveme lovers loveyou lucky madison maggie magic manager manchester mandy
marina marlboro martin master matrix matthew maverick melissa mercedes merlin metallica michael michelle midnight miller
mommy monday monkey monster mother motorola mustang mynoob myspace naruto natalie natasha newyork nicholas nicole nirvana
november nothing october office operator orange oscar padres pakistan pass passpass passw passwd passwort password passwordpassword
passme patrick peanut pepper phoenix pokemon porsche prince princess purple qazwsx qazwsxedc quality quayside qwer qwert
qwerty qwertyui qwertyuiop rachel raiders rainbow ranger realmadrid rebecca redsox richard robert rockyou root rootroot
samantha samsung sandra scooter sebastian secret secure security september server service shadow shop shopshop shopping
silver slayer slipknot snickers snoopy soccer softball sophie spiderman spring starwars startrek stephanie steelers store storestore
summer sunday sunflower sunshine superman superstar support sweetheart sweety swordfish system taylor teacher temp temporary
tennis test tester testing testpass testtest testuser thomas thunder tigger tinkerbell toor trustme trustno trustno1 tweety twitter user
username unknown vanessa victoria victory viking vincent virginia volleyball warcraft warehouse welcome welcomehome whatever
william willow windows winner winter wordpass wolverine yamaha yankees yellow zaqwsx zxcvb zxcvbn zxcvbnm
correcthorsebatterystaple geheim hallo hallohallo passwortpasswort schatz schalke sommer willkommen ficken frankfurt
berlin deutschland dortmund fussball herzchen lieblings schmetterling sonnenschein starwars
contrasena contraseña motdepasse soleil doudou chouchou loulou azertyuiop bienvenue estrella mariposa teamo tequiero
`;

/** Common passwords of ten characters or more that no rule about words covers. */
const WHOLE = `
1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 zaq1zaq1zaq1 1qaz1qaz1qaz qwe123qwe123
qweasdzxc123 qwerty1qwerty asd123asd123 abc123abc123 a1b2c3d4e5 a1b2c3d4e5f6 1a2b3c4d5e 123qwe123qwe qwaszx123456 123abc123abc
3rjs1la7qe 18atcskd2w thankyou12 gfhjkm12345 ghbdtn12345 qazwsx123edc abcd1234abcd pass1word1 g_czechout jordan2323
`;

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const words = listed(WORDS);
const whole = listed(WHOLE);
/** Rows of keyboards and of the alphabet; a part of one, in either direction, is no password. */
const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '!@#$%^&*()',
  '!"§$%&/()=',
];
const rows = [...ROWS, ...ROWS.map((row) => [...row].reverse().join(''))];

const SIGNS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Returns a text without the digits and signs before and after its letters. */
function trimmed(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** Returns the shortest part that a text repeats, or the text itself: `abc` for `abcabcab`. */
function repeated(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const part = text.slice(0, length);
    if (part.repeat(Math.ceil(text.length / length)).startsWith(text)) return part;
  }
  return text;
}

/** Whether a text is made of at most `most` words of the list or of `also`. */
function isWords(text: string, also: ReadonlySet<string>, most: number): boolean {
  if (text === '') return true;
  if (most === 0) return false;
  for (let length = text.length; length > 2; length -= 1) {
    const word = text.slice(0, length);
    if ((words.has(word) || also.has(word)) && isWords(text.slice(length), also, most - 1)) return true;
  }
  return false;
}

/**
 * Whether a password is among the common ones or derived from them: in any case, with signs for letters, with digits and signs
 * around it, two of the words together, something short repeated, or a run on the keyboard. `about` are words that everyone
 * knows about its owner, such as the username.
 */
export function isCommonPassword(password: string, about: readonly string[] = []): boolean {
  const lower = password.toLowerCase();
  if (whole.has(lower) || repeated(lower).length <= 4) return true;
  const also = new Set(about.map((word) => word.toLowerCase()).filter((word) => word.length > 2));
  const plain = [...lower].map((sign) => SIGNS[sign] ?? sign).join('');
  const forms = [lower, trimmed(lower), plain, trimmed(plain)];
  // The digits at the end of `Passw0rd11` are no letters, whatever they look like.
  const core = trimmed(lower);
  forms.push([...core].map((sign) => SIGNS[sign] ?? sign).join(''));
  return forms.some((form) => {
    const text = form.replace(/[\s._\-+]/g, '');
    if (text.length <= 2 || repeated(text).length <= 2) return true;
    if (rows.some((row) => row.includes(text) || (text.length > row.length && text.startsWith(row))))
      return true;
    return isWords(text, also, 2) || isWords(repeated(text), also, 1);
  });
}
