import { useEffect, useState } from 'preact/hooks';
import { queryClient } from './query';

/** Whether the network is there, as far as the browser knows; coming back asks everything again. */
export function useOnline(): boolean {
  const [isOnline, set] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => {
      set(navigator.onLine);
      if (navigator.onLine) void queryClient.invalidateQueries();
    };
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return isOnline;
}
