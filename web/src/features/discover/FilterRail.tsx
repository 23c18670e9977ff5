import './FilterRail.css';
import { useEffect, useId, useState } from 'preact/hooks';
import { edition } from '~/api/edition';
import { exponent, formatMoney } from '~/lib/money';
import { dayKey, viewerZone } from '~/lib/time';
import { Option } from '~/ui/Field';
import type { Search } from './search';
import type { Facets } from './useSearch';
import { t } from './words';

export interface FilterProps {
  search: Search;
  facets?: Facets;
  onSearch: (next: Search) => void;
}
const RATINGS = ['4.5', '4', '0'];
const ROLES_SHOWN = 3;

export const today = () => dayKey(Date.now(), viewerZone());
export const wholeMoney = (major: number, currency: string) => formatMoney(Math.round(major * 10 ** exponent(currency)), currency, 'short');

function RateFilter({ search, facets, onSearch }: FilterProps) {
  const range = facets?.maxRate;
  const min = Math.floor(range?.min ?? 0);
  const max = Math.ceil(Math.max(range?.max ?? 1, search.maxRate ?? 0));
  const wanted = search.maxRate ?? max;
  const [value, set] = useState(wanted);
  useEffect(() => set(wanted), [wanted]);
  const id = useId();
  if (facets && !range) return null;
  const said = range ? t('upTo', { amount: wholeMoney(value, range.currency) }) : '';
  return (
    <section>
      <h2>{t('hourlyRate')}</h2>
      <label class="vh" for={id}>{t('upToLabel')}</label>
      <input
        id={id} type="range" min={min} max={Math.max(max, min + 1)} value={value} disabled={!range} aria-valuetext={said}
        onInput={(event) => set(Number(event.currentTarget.value))}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          onSearch({ ...search, maxRate: chosen >= max ? undefined : chosen });
        }}
      />
      <p class="mono xs muted said">{said}</p>
    </section>
  );
}

function RatingFilter({ search, facets, onSearch }: FilterProps) {
  const name = useId();
  const chosen = search.minRating ?? 0;
  const values = facets?.minRating.map((facet) => facet.value) ?? RATINGS;
  return (
    <section>
      <h2 id={`${name}-h`}>{t('rating')}</h2>
      <div role="radiogroup" aria-labelledby={`${name}-h`}>{values.map((value) => (
        <Option
          key={value} type="radio" name={name} value={value} checked={Number(value) === chosen}
          label={Number(value) > 0 ? t('andUp', { rating: Number(value).toFixed(1) }) : t('any')}
          count={facets?.minRating.find((facet) => facet.value === value)?.count}
          onChange={() => onSearch({ ...search, minRating: Number(value) || undefined })}
        />
      ))}</div>
    </section>
  );
}

function GoodToHave({ search, facets, onSearch }: FilterProps) {
  const [isWhole, showAll] = useState(false);
  const counts = new Map(facets?.roles.map((facet) => [facet.value, facet.count]));
  const roles = edition.roles.filter(({ role }) => !facets || counts.has(role) || search.roles.includes(role));
  const shown = isWhole ? roles : roles.filter(({ role }, index) => index < ROLES_SHOWN || search.roles.includes(role));
  const isToday = search.date === today();
  const toggle = (role: string) =>
    onSearch({ ...search, roles: search.roles.includes(role) ? search.roles.filter((one) => one !== role) : [...search.roles, role] });
  return (
    <section>
      <h2>{t('goodToHave')}</h2>
      <Option type="checkbox" label={t('verified')} count={facets?.verified} checked={search.verified} onChange={() => onSearch({ ...search, verified: !search.verified })} />
      <Option
        type="checkbox" label={t(edition.defaults.isInPerson === false ? 'freeToday' : 'canComeToday')} count={facets?.availableToday ?? undefined} checked={isToday}
        onChange={() => onSearch({ ...search, date: isToday ? undefined : today() })}
      />
      {shown.map(({ role, label }) => (
        <Option key={role} type="checkbox" label={label} count={facets ? counts.get(role) ?? 0 : undefined} checked={search.roles.includes(role)} onChange={() => toggle(role)} />
      ))}
      {roles.length > ROLES_SHOWN && (
        <button type="button" class="link sm" aria-expanded={isWhole} onClick={() => showAll(!isWhole)}>
          {isWhole ? t('fewerRoles') : t('moreRoles', { count: roles.length })}
        </button>
      )}
    </section>
  );
}

export function FilterRail(props: FilterProps) {
  return <><RateFilter {...props} /><RatingFilter {...props} /><GoodToHave {...props} /></>;
}
