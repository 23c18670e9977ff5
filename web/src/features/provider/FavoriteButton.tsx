import { useState } from 'preact/hooks';
import { api, intent, intentKey, refusalOf } from '~/api/client';
import { useOnline } from '~/api/online';
import { keyOf, queryClient, stale, useQuery } from '~/api/query';
import type { Account, Outputs, Provider } from '~/api/types';
import { useSignIn } from '~/lib/useSignIn';
import { IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { toast } from '~/ui/Toast';
import { t } from './words';

type Favorites = Outputs['favorite']['list'];
const input = { limit: 100 };

/** A heart: full when kept. Shown at once, taken back if the server refuses. Without an account it leads to the log-in. */
export function FavoriteButton({ provider, account }: { provider: Provider; account: Account | null | undefined }) {
  const isOnline = useOnline();
  const signIn = useSignIn();
  const [isBusy, setBusy] = useState(false);
  const key = [...keyOf('favorite.list', input), account?.id];
  const { data } = useQuery({ queryKey: key, queryFn: () => api.favorite.list.query(input), enabled: Boolean(account) });
  if (!account) return <a class="btn quiet icon heart" {...signIn} aria-label={t('favorite')} title={t('favorite')}><Icon name="heart" size={22} /></a>;
  const isKept = data?.providers.some((one) => one.id === provider.id) ?? false;
  const toggle = async () => {
    const before = queryClient.getQueryData<Favorites>(key);
    const others = before?.providers.filter((one) => one.id !== provider.id) ?? [];
    queryClient.setQueryData<Favorites>(key, { nextCursor: before?.nextCursor ?? null, providers: isKept ? others : [provider, ...others] });
    setBusy(true);
    try {
      const change = isKept ? api.favorite.remove : api.favorite.add;
      await change.mutate({ providerId: provider.id }, intent(intentKey()));
      if (!isKept) toast(t('kept', { name: provider.displayName }));
    } catch (error) {
      queryClient.setQueryData(key, before);
      toast(refusalOf(error).message, 'bad');
    } finally {
      setBusy(false);
      stale('favorite.');
    }
  };
  return (
    <IconButton label={isKept ? t('unfavorite') : t('favorite')} class={`heart ${isKept ? 'on' : ''}`} aria-pressed={isKept} disabled={isBusy || !isOnline || !data} onClick={() => void toggle()}>
      <Icon name="heart" size={22} />
    </IconButton>
  );
}
