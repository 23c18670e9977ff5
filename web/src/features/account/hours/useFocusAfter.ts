import { useLayoutEffect, useRef } from 'preact/hooks';

/** Where the focus goes once something was added or taken away: the last that fits, so that it is never lost. */
export function useFocusAfter<Box extends HTMLElement>() {
  const box = useRef<Box>(null);
  const due = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!due.current) return;
    const found = box.current?.querySelectorAll<HTMLElement>(due.current);
    due.current = null;
    found?.[found.length - 1]?.focus();
  });
  return { box, focusNext: (selector: string) => void (due.current = selector) };
}
