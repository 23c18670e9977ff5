// Who is here. The session itself is an HttpOnly cookie that no script sees.
import { useQuery } from '@tanstack/preact-query';
import { pageData } from '~/app/data';
import { api, refusalOf } from './client';
import { keyOf, queryClient } from './query';
import type { Account } from './types';

const key = keyOf('auth.me');
const load = async (): Promise<Account | null> => {
  try {
    return (await api.auth.me.query()).user;
  } catch (error) {
    if (refusalOf(error).status === 401) return null;
    throw error;
  }
};

if (pageData.account !== undefined) queryClient.setQueryData(key, pageData.account);

/** undefined while unknown, null for nobody. */
export function useAccount(): Account | null | undefined {
  return useQuery({ queryKey: key, queryFn: load, staleTime: 5 * 60_000 }).data;
}

export function setAccount(account: Account | null): void {
  const before = queryClient.getQueryData<Account | null>(key);
  queryClient.setQueryData(key, account);
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
