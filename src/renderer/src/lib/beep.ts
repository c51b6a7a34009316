const SECONDS = 0.12;
const QUIET = 0.08;

/** Sounds a short tone: a high one for what was found, a low one for what was not. Silent where there is no sound. */
export function beep(found: boolean): void {
  if (typeof AudioContext === 'undefined') return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = QUIET;
  tone.frequency.value = found ? 880 : 220;
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => void audio.close().catch(() => undefined);
  tone.start();
  tone.stop(audio.currentTime + SECONDS);
}
