import './SearchBar.css';
import { useState } from 'preact/hooks';
import { Dialog } from '~/ui/Dialog';
import { Icon } from '~/ui/Icon';
import type { Search } from './search';
import { SearchForm } from './SearchForm';
import { needText, whereAndWhen } from './title';
import { t } from './words';

/** One line where there is room; on a phone a recap that opens the same form as a sheet. */
export function SearchBar({ search, onSearch }: { search: Search; onSearch: (next: Search) => void }) {
  const [isOpen, open] = useState(false);
  const need = needText(search) || t('anything');
  return (
    <>
      <SearchForm search={search} look="line" onSearch={onSearch} />
      <button type="button" class="recap" onClick={() => open(true)}>
        <span class="mono" aria-hidden="true">&gt;</span>
        <span class="said"><span class="vh">{t('changeSearch')}</span><b>{need}</b><span class="muted sm">{whereAndWhen(search)}</span></span>
        <Icon name="search" size={22} />
      </button>
      {isOpen && (
        <Dialog title={t('changeSearchTitle')} look="sheet" onClose={() => open(false)}>
          <SearchForm
            search={search} look="sheet"
            onSearch={(next) => {
              open(false);
              onSearch(next);
            }}
          />
        </Dialog>
      )}
    </>
  );
}
