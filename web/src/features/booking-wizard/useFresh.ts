import { useEffect, useState } from 'preact/hooks';

/** Longer than the pause within a double tap, shorter than anybody takes to read a page. */
export const FRESH_MS = 600;

/** Whether what is shown has just replaced something else: the second of two taps was meant for what stood there before. */
export function useFresh(shown: unknown): boolean {
  const [known, know] = useState(shown);
  useEffect(() => {
    const timer = setTimeout(() => know(shown), FRESH_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return known !== shown;
}
