import { useEffect, useRef, useState } from 'preact/hooks';
import { statusLabel } from '~/api/edition';
import type { QueryPatch } from '~/lib/useQueryState';
import { Button } from '~/ui/Button';
import { Option, SelectField, TextField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import { defaultSort, sorts, statuses, type ListState } from './listState';
import { t } from './words';

const DEBOUNCE_MS = 300;

/** Asks when the typing pauses; follows the address when it changes by other means. */
function SearchField({ q, set }: { q: string; set: (patch: QueryPatch) => void }) {
  const [text, setText] = useState(q);
  const sent = useRef(q);
  useEffect(() => {
    if (q !== sent.current) setText(q);
    sent.current = q;
  }, [q]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      set({ q: text });
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return <TextField type="search" label={t('search')} placeholder={t('searchPlaceholder')} maxLength={100} value={text} onInput={(event) => setText(event.currentTarget.value)} />;
}

function StatusMenu({ state, set }: { state: ListState; set: (patch: QueryPatch) => void }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const toggle = (status: string) => {
    const chosen: string[] = state.statuses;
    const next = chosen.includes(status) ? chosen.filter((one) => one !== status) : [...chosen, status];
    set({ status: next.join(',') });
  };
  useEffect(() => {
    const close = (event: Event) => {
      if (menu.current && event.target instanceof Node && !menu.current.contains(event.target)) menu.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  const count = state.statuses.length;
  return (
    <details
      class="status-menu" ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current) return;
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary class={`btn ${count > 0 ? 'chosen' : ''}`}>{count > 0 ? t('statusCount', { count }) : t('status')}<Icon name="down" size={16} /></summary>
      <fieldset class="panel">
        <legend class="vh">{t('status')}</legend>
        {statuses.map((status) => (
          <Option key={status} type="checkbox" label={statusLabel(status)} checked={state.statuses.includes(status)} onChange={() => toggle(status)} />
        ))}
        <Button look="quiet" size="small" disabled={count === 0} onClick={() => set({ status: null })}>{t('clearStatus')}</Button>
      </fieldset>
    </details>
  );
}

export function ListFilters({ state, set }: { state: ListState; set: (patch: QueryPatch) => void }) {
  return (
    <div class="list-filters" role="search">
      <SearchField q={state.q} set={set} />
      <StatusMenu state={state} set={set} />
      <SelectField
        label={t('sort')} value={state.sort} choices={sorts.map((sort) => ({ value: sort, label: t(sort) }))}
        onChange={(event) => set({ sort: event.currentTarget.value === defaultSort(state.tab) ? null : event.currentTarget.value })}
      />
    </div>
  );
}
