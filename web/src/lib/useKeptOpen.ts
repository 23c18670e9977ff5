// What somebody was asked when the session ended is asked again once they are back: the dialog, not only its words.
import { useLayoutEffect, useState } from 'preact/hooks';
import { isSignedOut } from '~/api/client';
import { keep, keptOf } from './kept';

const isText = (value: unknown): value is string => typeof value === 'string';

/** What was open under this name before signing in again, once; null else. */
export function useOpenBefore(name: string, owner: string): string | null {
  return useState(() => keptOf(`open.${name}`, owner, isText))[0];
}

/** Closed on purpose. */
export const forgetOpen = (name: string) => keep(`open.${name}`, '', null);

/** Remembers what is open as long as `problem` says that one has been signed out. */
export function useKeptOpen(name: string, owner: string, what: string | null, problem: string | null | undefined): void {
  const ended = isSignedOut(problem ?? undefined) ? what : null;
  // At once: the way to sign in may be taken before the page has been painted again.
  useLayoutEffect(() => keep(`open.${name}`, owner, ended), [name, owner, ended]);
}
