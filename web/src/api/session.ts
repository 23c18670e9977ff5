// Who is here. The session itself is an HttpOnly cookie that no script sees.
import { useQuery } from '@tanstack/preact-query';
import { pageData } from '~/app/data';
import { api, refusalOf, startAnew } from './client';
import { keyOf, queryClient } from './query';
import type { Account } from './types';

const key = keyOf('auth.me');
const ask = async (): Promise<Account | null> => {
  try {
    return (await api.auth.me.query()).user;
  } catch (error) {
    if (refusalOf(error).status === 401) return null;
    throw error;
  }
};

/** For those who listen on the document: the session has begun again, for the same person. */
export const RETURNED = 'docket:returned';

const endedKey = ['session ended'];
const setEnded = (isEnded: boolean) => void queryClient.setQueryData(endedKey, isEnded);

/** The page still shows somebody whose session has ended elsewhere. */
export function useEnded(): boolean {
  const { data } = useQuery({ queryKey: endedKey, queryFn: () => false, initialData: false, enabled: false });
  const account = useAccount();
  return data && Boolean(account);
}

/** What is on the screen stays, and so does what is written there; that one was signed out is said above it. */
export function sessionEnded(): void {
  setEnded(true);
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] });
}

/** Who was here until the session ended, where a page has said so by itself. */
let left: Account | null = null;
const known = () => queryClient.getQueryData<Account | null>(key);

/** Where only signing in helps: nobody is here any more, and what is on the screen stays. */
export function forgetAccount(): void {
  left = known() ?? left;
  queryClient.setQueryData(key, null);
}

/** The page goes on showing whom it showed until it is told of somebody else. */
async function load(): Promise<Account | null> {
  const here = await ask();
  const current = known();
  const shown = current ?? left;
  if (!shown || here?.id === shown.id) {
    setEnded(false);
    return here;
  }
  if (here) startAnew();
  else if (current) sessionEnded();
  return current ?? null;
}

const CHANNEL = 'docket.session';
let tabs: BroadcastChannel | undefined;
/** Other tabs of this browser have the same session: who signs in or out there does so here. */
export function followTabs(): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data: id }: MessageEvent<string | null>) => {
    const shown = known() ?? left;
    if (shown && id === null) return sessionEnded();
    if (shown && id !== shown.id) return startAnew();
    setEnded(false);
    void queryClient.invalidateQueries();
    document.dispatchEvent(new Event(RETURNED));
  };
  tabs = channel;
  return () => {
    channel.close();
    tabs = undefined;
  };
}

if (pageData.account !== undefined) queryClient.setQueryData(key, pageData.account);

/** undefined while unknown, null for nobody. */
export function useAccount(): Account | null | undefined {
  return useQuery({ queryKey: key, queryFn: load, staleTime: 5 * 60_000, refetchOnWindowFocus: 'always' }).data;
}

export function setAccount(account: Account | null): void {
  const before = known() ?? left;
  left = null;
  queryClient.setQueryData(key, account);
  setEnded(false);
  tabs?.postMessage(account?.id ?? null);
  // Nothing of one person may be shown to the next.
  if (before && before.id !== account?.id)
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] });
}

export async function signIn(email: string, password: string): Promise<Account> {
  const { user } = await api.auth.login.mutate({ email, password });
  setAccount(user);
  return user;
}

export async function signOut(): Promise<void> {
  await api.auth.logout.mutate();
  sessionStorage.clear(); // what was being written here is nobody else's to read
  setAccount(null);
}

export const isProvider = (account: Account | null | undefined) => account?.roles.includes('provider') ?? false;
