import { useEffect, useRef, useState } from 'preact/hooks';

/** For so long after a press its button may still go: the answer reaches the page a little later than the button. */
const LATE_MS = 2000;

/** The button that was pressed may be gone after it: the focus then stays at `place` and does not fall to the top. */
export function useKeptFocus() {
  const place = useRef<HTMLDivElement>(null);
  const until = useRef(0);
  const [, look] = useState(0);
  useEffect(() => {
    if (Date.now() > until.current) return;
    const active = document.activeElement;
    if (!active || active === document.body) place.current?.focus({ preventScroll: true });
    // Whoever has gone elsewhere meanwhile is left there.
    else if (!place.current?.contains(active)) until.current = 0;
  });
  const keep = () => {
    until.current = Date.now() + LATE_MS;
    look((times) => times + 1);
  };
  return { place, keep };
}
