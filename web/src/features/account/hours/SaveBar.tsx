import './SaveBar.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useOnline } from '~/api/online';
import { Button } from '~/ui/Button';
import type { HoursForm } from './useDraft';
import { t } from './words';

/** Always at hand while something is not saved. */
export function SaveBar({ form }: { form: HoursForm }) {
  const isOnline = useOnline();
  const { isChanged, isBusy, canUndo, wasKept } = form;
  const state = !isChanged ? t('allSaved') : !isOnline ? t('offline') : wasKept ? t('keptDraft') : t('unsaved');
  const bar = useRef<HTMLDivElement>(null);
  // What was pressed may have nothing left to do: the focus goes to where that is said.
  useLayoutEffect(() => {
    const pressed = document.activeElement;
    if (pressed instanceof HTMLButtonElement && pressed.disabled && bar.current?.contains(pressed)) bar.current.querySelector('p')?.focus();
  });
  return (
    <div ref={bar} class="save-bar" data-changed={isChanged ? '' : undefined}>
      <p class="sm" role="status" data-saved="" tabIndex={-1}>{state}</p>
      <span class="row">
        <Button look="quiet" disabled={!canUndo || isBusy} onClick={form.undo}>{t('undo')}</Button>
        <Button look="quiet" disabled={!isChanged || isBusy} onClick={form.discard}>{t('discard')}</Button>
        <Button look="go" isBusy={isBusy} disabled={!isChanged || !isOnline} onClick={() => void form.save()}>{t('save')}</Button>
      </span>
    </div>
  );
}
