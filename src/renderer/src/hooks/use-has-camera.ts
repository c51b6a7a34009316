import { useEffect, useState } from 'react';

/** Returns whether a camera is there, without asking for permission; false while that is not known. */
export function useHasCamera(): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    const media: MediaDevices | undefined = navigator.mediaDevices;
    if (media === undefined) return;
    let ended = false;
    const look = async (): Promise<void> => {
      const devices = await media.enumerateDevices().catch(() => []);
      if (!ended) setHas(devices.some(({ kind }) => kind === 'videoinput'));
    };
    void look();
    const onChange = (): void => void look();
    media.addEventListener('devicechange', onChange);
    return () => {
      ended = true;
      media.removeEventListener('devicechange', onChange);
    };
  }, []);
  return has;
}
