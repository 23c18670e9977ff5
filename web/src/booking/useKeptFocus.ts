import { useEffect, useRef, useState } from 'preact/hooks';

/** The button that was pressed may be gone after it: the focus then stays at `place` and does not fall to the top. */
export function useKeptFocus() {
  const place = useRef<HTMLDivElement>(null);
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (!due) return;
    setDue(false);
    if (!document.activeElement || document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [due]);
  return { place, keep: () => setDue(true) };
}
