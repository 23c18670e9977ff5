import { useEffect, useState } from 'preact/hooks';

/** The present, again every `everyMs`: for ages, countdowns and what becomes possible with time. */
export function useNow(everyMs = 30_000): number {
  const [now, set] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
