import { edition, roleLabel } from '~/api/edition';
import { useQuery } from '~/api/query';
import { isProvider, useAccount } from '~/api/session';
import { Button, ButtonLink } from '~/ui/Button';
import { Empty } from '~/ui/States';
import { wholeMoney } from './FilterRail';
import type { Search } from './search';
import { dayText, needText } from './title';
import { searchQuery } from './useSearch';
import { t } from './words';

export interface Drop {
  label: string;
  next: Search;
}
const FARTHER_MILES = 100;
const RADIUS_MILES = 25;

/** Each thing that was asked for, and the search without it; what narrows most often comes first. */
export function dropsOf(search: Search, currency: string): Drop[] {
  const drops: (Drop | false | undefined)[] = [
    search.date !== undefined && { label: t('dropDay', { day: dayText(search.date) }), next: { ...search, date: undefined } },
    search.maxRate !== undefined && { label: t('dropRate', { amount: wholeMoney(search.maxRate, currency) }), next: { ...search, maxRate: undefined } },
    search.minRating !== undefined && { label: t('dropRating', { rating: search.minRating.toFixed(1) }), next: { ...search, minRating: undefined } },
    search.verified && { label: t('verified'), next: { ...search, verified: false } },
    ...search.roles.map((role) => ({ label: roleLabel(role), next: { ...search, roles: search.roles.filter((one) => one !== role) } })),
    search.location !== undefined && { label: t('dropNear', { place: search.location }), next: { ...search, location: undefined, lat: undefined, lng: undefined, radius: undefined } },
    needText(search) !== '' && { label: needText(search), next: { ...search, service: undefined, q: undefined } },
  ];
  return drops.filter((drop): drop is Drop => Boolean(drop));
}

/** A marketplace that has only just opened: whoever runs it, or would offer something, is told how it begins. */
function Nobody() {
  const account = useAccount();
  const [href, label] = isProvider(account) ? ['/account/services', t('yourServices')] : [account ? '/account/profile' : '/signup?offer=1', edition.words.offer];
  return (
    <div class="nobody">
      <Empty icon="person" title={t('nobody')} action={<ButtonLink look="go" href={href}>{label}</ButtonLink>}>{t('nobodyText', { title: edition.title })}</Empty>
    </div>
  );
}

/** Nobody was found: is there anybody at all? If so, which of the wishes stand in the way. */
export function NoMatch({ search, currency, onSearch }: { search: Search; currency: string; onSearch: (next: Search) => void }) {
  const { data, isPending } = useQuery(searchQuery({ limit: 1 }));
  if (isPending) return null;
  if (data?.stats.total === 0) return <Nobody />;
  const drops = dropsOf(search, currency);
  const canGoFarther = search.lat !== undefined && (search.radius ?? RADIUS_MILES) < FARTHER_MILES;
  return (
    <Empty
      title={t('noMatch')}
      action={(
        <>
          {drops.map((drop) => (
            <Button key={drop.label} aria-label={t('drop', { what: drop.label })} onClick={() => onSearch(drop.next)}><span aria-hidden="true">×</span>{drop.label}</Button>
          ))}
          {canGoFarther && <Button onClick={() => onSearch({ ...search, radius: FARTHER_MILES })}>{t('farther', { miles: FARTHER_MILES })}</Button>}
          {drops.length !== 1 && <Button onClick={() => onSearch({ roles: [], verified: false, sortBy: 'relevance' })}>{t('everybody', { providers: edition.words.providers ?? '' })}</Button>}
        </>
      )}
    >
      {drops.length > 0 && t('noMatchText')}
    </Empty>
  );
}
