// A part of the screen whose script is asked for when it is needed, and once.
import { useEffect, useState } from 'preact/hooks';

export interface Chunk<T> {
  load: () => Promise<{ default: T }>;
  fetched: T | null;
}
export const chunkOf = <T>(load: Chunk<T>['load']): Chunk<T> => ({ load, fetched: null });

export function useChunk<T>(chunk: Chunk<T>, isNeeded: boolean): { part: T | null; error: unknown; retry: () => void } {
  const [error, fail] = useState<unknown>(null);
  const [attempt, again] = useState(0);
  const [, arrived] = useState(false);
  useEffect(() => {
    if (!isNeeded || chunk.fetched) return;
    let isGone = false;
    chunk.load().then(
      (module) => {
        chunk.fetched = module.default;
        if (!isGone) arrived(true);
      },
      (reason: unknown) => { if (!isGone) fail(reason); },
    );
    return () => { isGone = true; };
  }, [chunk, isNeeded, attempt]);
  return { part: chunk.fetched, error, retry: () => { fail(null); again(attempt + 1); } };
}
