import { useState } from 'preact/hooks';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { SelectField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import { FilterRail, today, wholeMoney, type FilterProps } from './FilterRail';
import { filterCount, sorts, withoutFilters, type Sort } from './search';
import { t } from './words';

/** The nearest ten above what an hour costs on the average, or what is chosen. */
function rateChip({ search, facets }: FilterProps, average: number | null): { text: string; rate: number } | null {
  const currency = facets?.maxRate?.currency;
  if (!currency) return null;
  if (search.maxRate !== undefined) return { text: t('upToChip', { amount: wholeMoney(search.maxRate, currency) }), rate: search.maxRate };
  if (average === null) return null;
  const rate = Math.ceil(average / 10) * 10;
  return { text: t('under', { amount: wholeMoney(rate, currency) }), rate };
}

function FilterSheet({ total, onClose, ...filters }: FilterProps & { total?: number; onClose: () => void }) {
  const { search, onSearch } = filters;
  return (
    <Dialog title={t('filters')} look="sheet" onClose={onClose}>
      <SelectField
        label={t('sortBy')} value={search.sortBy} choices={sorts.map((value) => ({ value, label: t(`sort_${value}`) }))}
        onChange={(event) => onSearch({ ...search, sortBy: event.currentTarget.value as Sort })}
      />
      <div class="rail"><FilterRail {...filters} /></div>
      <div class="ends">
        {filterCount(search) > 0 && <Button look="quiet" onClick={() => onSearch(withoutFilters(search))}>{t('clearFilters')}</Button>}
        <Button look="go" onClick={onClose}>{t('showFound', { count: total ?? 0 })}</Button>
      </div>
    </Dialog>
  );
}

/** Where there is no room for the rail: the filters one is likely to want, and the way to all. */
export function FilterChips({ total, average, ...filters }: FilterProps & { total?: number; average: number | null }) {
  const [isOpen, open] = useState(false);
  const { search, onSearch } = filters;
  const rate = rateChip(filters, average);
  const isToday = search.date === today();
  const rating = search.minRating ?? 4.5;
  return (
    <div class="chips">
      <button type="button" aria-haspopup="dialog" onClick={() => open(true)}><Icon name="filter" size={18} />{t('filters')}</button>
      <button type="button" aria-pressed={search.verified} onClick={() => onSearch({ ...search, verified: !search.verified })}>{t('verified')}</button>
      <button type="button" aria-pressed={search.minRating !== undefined} onClick={() => onSearch({ ...search, minRating: search.minRating === undefined ? rating : undefined })}>
        {t('andUp', { rating: rating.toFixed(1) })}
      </button>
      <button type="button" aria-pressed={isToday} onClick={() => onSearch({ ...search, date: isToday ? undefined : today() })}>{t('today')}</button>
      {rate && (
        <button type="button" aria-pressed={search.maxRate !== undefined} onClick={() => onSearch({ ...search, maxRate: search.maxRate === undefined ? rate.rate : undefined })}>
          {rate.text}
        </button>
      )}
      {isOpen && <FilterSheet {...filters} total={total} onClose={() => open(false)} />}
    </div>
  );
}
