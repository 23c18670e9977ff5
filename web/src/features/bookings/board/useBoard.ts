// The widget is a chunk of its own, asked for when a view needs it.
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BoardProps } from './Board';

type Loaded = { Board: FunctionComponent<BoardProps> | null; error: unknown };
let fetched: FunctionComponent<BoardProps> | null = null;

export function useBoard(isNeeded: boolean): Loaded & { retry: () => void } {
  const [{ Board, error }, set] = useState<Loaded>({ Board: fetched, error: null });
  const [attempt, again] = useState(0);
  useEffect(() => {
    if (!isNeeded || fetched) return;
    let isGone = false;
    import('./Board').then(
      (module) => {
        fetched = module.default;
        if (!isGone) set({ Board: fetched, error: null });
      },
      (reason: unknown) => { if (!isGone) set({ Board: null, error: reason }); },
    );
    return () => { isGone = true; };
  }, [isNeeded, attempt]);
  return { Board, error, retry: () => { set({ Board: null, error: null }); again(attempt + 1); } };
}
