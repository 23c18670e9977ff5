import '~/ui/Tag.css';
import './ProfileHeader.css';
import { roleLabel } from '~/api/edition';
import { useAccount } from '~/api/session';
import type { Provider } from '~/api/types';
import { lastSearch } from '~/lib/lastSearch';
import { Avatar } from '~/ui/Avatar';
import { ButtonLink, IconButton } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Stars } from '~/ui/Stars';
import { toast } from '~/ui/Toast';
import { FavoriteButton } from './FavoriteButton';
import { t } from './words';

async function share(provider: Provider): Promise<void> {
  const url = location.origin + location.pathname;
  try {
    if (navigator.share) return await navigator.share({ title: provider.displayName, url });
    await navigator.clipboard.writeText(url);
    toast(t('copied'));
  } catch {
    // Whoever closes the sheet wanted nothing shared.
  }
}

export const BackLink = () => <a class="back-link" href={lastSearch()}><Icon name="back" size={18} />{t('toDiscover')}</a>;

export function ProfileHeader({ provider, distanceMiles }: { provider: Provider; distanceMiles?: number }) {
  const account = useAccount();
  const isOwn = account?.id === provider.id;
  return (
    <header class="profile-head">
      <Avatar name={provider.displayName} size="lg" />
      <div class="who">
        <h1>{provider.displayName}</h1>
        <p class="by">{provider.headline}</p>
        <p class="facts">
          <Stars rating={provider.rating} count={provider.reviewCount} />
          {provider.location && <span class="muted">{provider.location}</span>}
          {distanceMiles !== undefined && <span class="muted">{t('away', { miles: distanceMiles.toFixed(1) })}</span>}
          {provider.verified && <span class="ok"><Icon name="check" size={16} />{t('verified')}</span>}
        </p>
        {provider.roles.length > 0 && <ul class="roles">{provider.roles.map((role) => <li key={role} class="tag idle">{roleLabel(role)}</li>)}</ul>}
      </div>
      <div class="tools">
        <IconButton label={t('share')} onClick={() => void share(provider)}><Icon name="share" size={22} /></IconButton>
        {isOwn ? <ButtonLink href="/account/profile">{t('edit')}</ButtonLink> : <FavoriteButton provider={provider} account={account} />}
      </div>
    </header>
  );
}
