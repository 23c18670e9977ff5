import './Toast.css';
import { useEffect, useState } from 'preact/hooks';

type Toast = { id: number; text: string; tone: 'go' | 'bad' | 'live' };
const SHOWN_MS = 6_000;
const MAX = 3;
let toasts: Toast[] = [];
let next = 1;
const watchers = new Set<(list: Toast[]) => void>();

function publish(list: Toast[]): void {
  toasts = list;
  for (const watcher of watchers) watcher(list);
}

/** Says something in passing; never the only place where it is said. */
export function toast(text: string, tone: Toast['tone'] = 'go'): void {
  const id = next++;
  publish([...toasts.slice(1 - MAX), { id, text, tone }]);
  setTimeout(() => publish(toasts.filter((one) => one.id !== id)), SHOWN_MS);
}

export function Toasts() {
  const [list, set] = useState(toasts);
  useEffect(() => {
    watchers.add(set);
    return () => void watchers.delete(set);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {list.map((one) => <p key={one.id} class={`toast ${one.tone}`}>{one.text}</p>)}
    </div>
  );
}
